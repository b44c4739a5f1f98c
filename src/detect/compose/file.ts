import { basename, join } from 'node:path';
import { textOf } from '../detected.ts';
import { namesIn, nonProduction } from '../env-file.ts';
import { gitHubRepository } from '../git.ts';
import { detectProjects } from '../languages/index.ts';
import { projectFiles } from '../project-files.ts';
import { dockerFolders, subFolders } from '../sub-folders.ts';
import { type DetectedCompose, noImage, readCompose } from './compose.ts';

const files = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/**
 * The Compose file for production if it is complete, otherwise the standard one; at the top, otherwise in a Docker folder.
 * Undefined if there is none. Reports an unreadable file, and the other Compose files.
 */
export function detectCompose(folder: string, known: ReadonlyMap<string, string>): DetectedCompose | undefined {
  const all = ['.', ...dockerFolders(folder)].flatMap((place) => composeFilesIn(folder, place));
  const standard = all.find((path) => files.includes(path.split('/').at(-1) ?? ''));
  const readable = (path: string) => readCompose(textOf(folder, path) ?? '', path, known, () => sourcesIn(folder));
  const forProduction = all
    .filter((path) => /prod/i.test(path.split('/').at(-1) ?? '') && (standard === undefined || path.split('/').length === standard.split('/').length))
    .map(readable)
    .find((detected) => detected !== undefined && detected.components.length > 0 && !detected.unmapped.some(({ reason }) => reason === noImage));
  const path = forProduction?.path ?? standard;
  if (path === undefined) return undefined;
  const detected = forProduction ?? readable(path) ?? unreadable(path);
  const others = all.filter((other) => other !== path && !nonProduction.test(other));
  const reason = (other: string) => `not read, because ${path} was: create-gitops-app import compose ${other} reads it instead`;
  detected.unmapped.push(...others.map((other) => ({ key: 'another Compose file', source: other, reason: reason(other) })));
  return detected;
}

/** Possible names of the app whose sources the folder contains; undefined: no sources. */
export function sourcesIn(folder: string): readonly string[] | undefined {
  const projects = ['.', ...subFolders(folder)].flatMap((place) => detectProjects(projectFiles(join(folder, place))));
  if (projects.length === 0 && textOf(folder, 'Dockerfile') === undefined) return undefined;
  const repository = gitHubRepository(folder)?.value.split('/')[1];
  return [basename(folder), ...(repository === undefined ? [] : [repository]), ...projects.flatMap(({ name }) => name?.value.split('/').at(-1) ?? [])];
}

/** In Docker's order of precedence, then by name. */
function composeFilesIn(folder: string, place: string): string[] {
  const names = namesIn(folder, place);
  const others = names.filter((name) => !files.includes(name) && /^(?:docker-)?compose[.-][\w.-]*ya?ml$/.test(name));
  return [...files.filter((file) => names.includes(file)), ...others].map((name) => (place === '.' ? name : `${place}/${name}`));
}

function unreadable(path: string): DetectedCompose {
  const unmapped = [{ key: 'the whole file', source: path, reason: 'it is not YAML, or has no services' }];
  return { path, components: [], services: [], others: [], hosts: [], serviceVariables: new Set(), unmapped };
}
