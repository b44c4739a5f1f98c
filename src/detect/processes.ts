import { posix } from 'node:path';
import type { DetectedCompose } from './compose/compose.ts';
import { textOf } from './detected.ts';
import type { DetectedComponent } from './detected-component.ts';
import type { Variable } from './env-file.ts';
import { toLabel } from './label.ts';
import { procfileProcesses } from './languages/procfile.ts';
import { builtFolders, contextOf, isDockerFolder } from './sub-folders.ts';
import type { Unmapped } from './variables.ts';

/** The processes of the Compose file, whose published images may be built in this repository, and further ones of the Procfile. */
export function processesOf(folder: string, compose: DetectedCompose | undefined, unmapped: Unmapped[]): DetectedComponent[] {
  const fromFiles = fromDockerfiles(folder);
  const found = compose?.components ?? [];
  if (found.length === 0) return [...fromFiles, ...fromProcfile(folder, fromFiles, unmapped)];
  const placed = placedImages(folder, found, fromFiles).map((component) => inContext(folder, component));
  const all = [...placed, ...onlyInProcfile(folder, placed, unmapped)];
  if (textOf(folder, 'Dockerfile') !== undefined && !all.some(({ build }) => build?.dockerfile === 'Dockerfile'))
    unmapped.push({
      key: 'Dockerfile',
      source: 'Dockerfile:1',
      reason: `no process in ${compose?.path} is built from it: add it to images if it builds the app`,
    });
  return all;
}

/** The Dockerfile at the top; otherwise one process per folder of a monorepo with a Dockerfile. */
function fromDockerfiles(folder: string): DetectedComponent[] {
  const none: readonly Variable[] = [];
  if (textOf(folder, 'Dockerfile') !== undefined)
    return [{ name: 'web', source: 'Dockerfile:1', build: { context: '.', dockerfile: 'Dockerfile' }, variables: none }];
  const names = new Set<string>();
  return builtFolders(folder).flatMap(({ folder: place, dockerfile, context }) => {
    // The name of a Docker folder does not describe its image.
    const own = place.split('/').filter((part) => !isDockerFolder(part));
    const name = [own.at(-1) ?? 'web', place].map(toLabel).find((each) => each !== '' && !names.has(each));
    if (name === undefined) return [];
    names.add(name);
    return [{ name, source: `${dockerfile}:1`, build: { context, dockerfile }, variables: none }];
  });
}

function placedImages(folder: string, found: readonly DetectedComponent[], built: readonly DetectedComponent[]): readonly DetectedComponent[] {
  if (built.length === 0 || found.some(({ published }) => published === undefined) || textOf(folder, 'Dockerfile') !== undefined) return found;
  const placed = found.flatMap((component) => {
    const same = built.find(({ name }) => name === component.name) ?? (built.length === 1 ? built[0] : undefined);
    return same?.build === undefined ? [] : [{ ...component, build: same.build }];
  });
  return placed.length === found.length ? placed : built;
}

/** Derives the build context of a published image from what its Dockerfile copies. */
function inContext(folder: string, component: DetectedComponent): DetectedComponent {
  const { build, published } = component;
  const place = posix.dirname(build?.dockerfile ?? '.');
  const text = build === undefined || published === undefined || place === '.' ? undefined : textOf(folder, build.dockerfile);
  return build === undefined || text === undefined ? component : { ...component, build: { ...build, context: contextOf(folder, place, text) } };
}

/** Workers and release jobs of the Procfile; all of them run the image of web. */
function fromProcfile(folder: string, fromFiles: readonly DetectedComponent[], unmapped: Unmapped[]): DetectedComponent[] {
  const build = { context: '.', dockerfile: 'Dockerfile' };
  if (fromFiles.some((component) => component.build?.dockerfile !== build.dockerfile)) return [];
  const others = procfileComponents(folder, unmapped).map((component) => ({ ...component, build }));
  const web = fromFiles.length > 0 || others.length === 0 ? [] : [{ name: 'web', source: 'Procfile:1', build, variables: [] }];
  return [...web, ...others];
}

/** Processes that only the Procfile has, with the image and the variables of the web process. */
function onlyInProcfile(folder: string, found: readonly DetectedComponent[], unmapped: Unmapped[]): DetectedComponent[] {
  const [first] = [...found].sort((a, b) => Number(a.port === undefined) - Number(b.port === undefined));
  const known = unmapped.length;
  const added = procfileComponents(folder, unmapped).flatMap((component): DetectedComponent[] => {
    const same = found.find(
      ({ name, args, once }) => name === component.name || (once === component.once && (once || programOf(args) === programOf(component.args))),
    );
    if (same === undefined && first?.build !== undefined)
      return [{ ...component, build: first.build, variables: first.variables, ...(first.envFile ? { envFile: true } : {}) }];
    if (same?.name !== component.name && same?.args?.value.join(' ') !== component.args?.value.join(' '))
      unmapped.push({ key: component.name, source: component.source, reason: `${same?.name ?? 'another process'} in the Compose file runs it already` });
    return [];
  });
  // Don't report a process that needs a shell if the Compose file runs it under the same name.
  const names = new Set(found.map(({ name }) => name));
  unmapped.splice(known, unmapped.length - known, ...unmapped.slice(known).filter(({ key }) => !names.has(toLabel(key))));
  return added;
}

/** `sidekiq`, with `celery worker` and `celery beat` as different programs. */
function programOf(args: DetectedComponent['args']): string | undefined {
  const words = args?.value.filter((word) => !/^(?:-.*|bundle|exec|python3?|poetry|pipenv|uv|run|npx|node|env)$/.test(word)) ?? [];
  const [program = '', ...rest] = words;
  const does = program === 'celery' ? ` ${rest.find((word) => /^(?:worker|beat|flower)$/.test(word))}` : '';
  return args === undefined ? undefined : `${posix.basename(program)}${does}`;
}

/** All except `web`, without an image. */
function procfileComponents(folder: string, unmapped: Unmapped[]): DetectedComponent[] {
  const usedNames = new Set(['web']);
  return procfileProcesses(textOf(folder, 'Procfile') ?? '').flatMap(({ name, words, source }): DetectedComponent[] => {
    const label = toLabel(name);
    if (label === '' || usedNames.has(label)) return [];
    usedNames.add(label);
    if (words === undefined) unmapped.push({ key: name, source, reason: 'it needs a shell: set it as args of a component, with the shell' });
    return words === undefined ? [] : [{ name: label, source, args: { value: words, source }, ...(label === 'release' ? { once: true } : {}), variables: [] }];
  });
}
