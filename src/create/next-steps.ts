import { join } from 'node:path';
import { displayPath } from '../command-line/command.ts';
import type { DetectedFolder } from '../detect/folder.ts';
import { isEndOfLife } from '../detect/languages/versions.ts';
import type { ProposedComponent } from '../detect/proposed-component.ts';
import type { Change } from '../diff/change.ts';
import { languages } from '../languages/index.ts';
import type { Model } from '../model/model.ts';
import { docsPath, generatorCommand, githubApps } from '../model/names.ts';
import { version } from '../model/version.ts';
import { keysOf, printPath } from '../problems/path.ts';
import { accessTo } from '../registries/index.ts';
import { listed } from '../render/markdown.ts';
import { shellArgument } from '../text/printable.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Settings that the first run of CI and CD needs. */
export function whatToSet({ model, roots }: Workspace, cwd: string): string {
  const runbook = join(displayPath(cwd, roots.config ?? cwd), docsPath(model), 'runbooks/set-up.md').replaceAll('\\', '/');
  const apps = Object.values(githubApps).map(
    ({ repository, clientIdVariable, privateKeySecret, environment }) =>
      `  ${model.repositories[repository].slug}: variable ${clientIdVariable}, and secret ${privateKeySecret} of the environment ${environment}\n`,
  );
  const { toSet } = accessTo(model.registry);
  const registry = toSet === '' ? '' : `  ${model.repositories.app.slug}: ${toSet}\n`;
  const unset = model.unset.map(({ pointer, value }) => `  ${printPath(keysOf(pointer))} is '${value}'\n`);
  return [
    `Set on GitHub (${runbook} describes this and the other set-up steps):\n${apps.join('')}${registry}`,
    unset.length === 0 ? '' : `\nReplace in ${model.configFile}; CI and CD fail until then:\n${unset.join('')}`,
  ].join('');
}

/** What the user's own files must exclude, so that tools of the app pass over the generated files; empty: nothing. */
export function exclusionsText({ tools: { exclusions } }: DetectedFolder): string {
  if (exclusions.length === 0) return '';
  const blocks = exclusions.map(({ file, reason, lines }) => `  ${file}: ${reason}\n${lines.map((line) => `    ${line}\n`).join('')}`);
  return `To keep the generated files from tools of the app, add:\n${blocks.join('')}\n`;
}

/** Notes about the folder: decisions to make, problems to fix. */
export function notesOn(detected: DetectedFolder, { ci, images: [image, ...others] }: Model, kept: readonly Change[], more: readonly string[] = []): string {
  const { components, dockerfile, github, project } = detected;
  const dockerfiles = new Map(components.flatMap((component) => (component.dockerfile === undefined ? [] : [[component.dockerfile.path, component] as const])));
  const notes = [...dockerfiles].flatMap(([path, component]) => userNote(path, component));
  const [first] = components;
  if (first?.dockerfile?.fastCgi !== undefined)
    notes.push(
      `${first.dockerfile.path} builds an image that serves FastCGI (${first.dockerfile.fastCgi.value}), and a pod has no web server in front of it. Add the web server and the files that it serves to the image, or use php:…-apache or FrankenPHP as the base image.`,
    );
  const low = components.find(({ port, once }) => port !== undefined && port.value < 1024 && !once);
  if (low !== undefined)
    notes.push(
      `${low.name} listens on port ${low.port?.value}: without root this works only if the nodes allow it (containerd 2 does). A port above 1023 works everywhere.`,
    );
  if (ci.jobs === 'build-only' && github.ci !== undefined)
    notes.push(`${github.ci.source} runs the tests, so the generated CI only builds the image (ci.jobs: 'build-only').`);
  if (ci.jobs === 'build-only' && ci.requiredChecks.length === 0)
    notes.push('No test is required before a deployment yet: list the checks of your tests in ci.requiredChecks.');
  if (project === undefined && !detected.empty) notes.push('The language of the app is unknown: set the test command in ci.commands.');
  if (project === undefined && !detected.empty && dockerfile === undefined)
    notes.push('No Dockerfile: write one before the first push, because CI builds the image from it. End it with: USER 10001');
  const read = new Set(components.flatMap(({ env }) => [...env.values()].flatMap(({ value }) => (value.kind === 'output' ? [value.service] : []))));
  const unread = detected.services.filter(({ name, type }) => !read.has(name) && type !== 'custom').map(({ name }) => name);
  if (unread.length > 0)
    notes.push(`No variable contains the address of ${listed(unread)}: set the app's variable in env, such as { from: '${unread[0]}.host' }.`);
  const { missingLockfile } = detected;
  if (missingLockfile !== undefined && (ci.jobs === 'full' || dockerfile === undefined)) notes.push(lockfileNote(missingLockfile));
  if (dockerfile === undefined) notes.push(...(project?.notes ?? []));
  else notes.push(readOnlyNote(components.find(({ once }) => !once)?.name ?? 'web'));
  if (project !== undefined && (ci.jobs === 'full' || dockerfile === undefined)) notes.push(...endOfLifeNote(project));
  if (project?.startUnknown === true && dockerfile === undefined && image !== undefined)
    notes.push(
      `The start command of the app was not detected; the image runs '${image.command.join(' ')}'. Set it in images.${image.name}.command and in the Dockerfile.`,
    );
  return [
    ...[...notes, ...more].map((note) => `- ${note}\n`),
    ...kept.map(({ path, proposed = '' }) =>
      // The generator does not know how other images are built.
      others.some(({ dockerfile }) => path === dockerfile)
        ? `- Kept your ${path}.\n`
        : `- Kept your ${path}. The generated one would be:\n\n${proposed.replace(/^(?=.)/gm, '    ')}\n`,
    ),
  ].join('');
}

function lockfileNote({ name, make, ignored }: NonNullable<DetectedFolder['missingLockfile']>): string {
  return ignored
    ? `${name} exists, but git ignores it, and CI and the image install from it: remove it from .gitignore and commit it.`
    : `No ${name}, and CI and the image install from it. Create and commit it before the first push: ${make}`;
}

/** An existing Dockerfile may rely on a writable root file system. */
function readOnlyNote(component: string): string {
  return `The root file system of the pods is read-only: list the paths that the app writes, besides /tmp, in components.${component}.writablePaths.`;
}

function endOfLifeNote({ language, versions }: NonNullable<DetectedFolder['project']>): string[] {
  const { title, supported = [] } = languages[language];
  const ended = versions?.value.find((version) => isEndOfLife(version, supported));
  if (versions === undefined || ended === undefined) return [];
  return [`${title} ${ended} (${versions.source}) is end of life; the oldest supported version is ${supported.at(-1)}. Update it there and in ci.versions.`];
}

/** The pods set runAsNonRoot, which rejects root and unverifiable users. */
function userNote(path: string, { name: component, dockerfile }: ProposedComponent): string[] {
  const user = dockerfile?.user?.value;
  const file = path === 'Dockerfile' ? 'The Dockerfile' : path;
  const variable = dockerfile?.userVariable?.value;
  if (variable !== undefined)
    return [`${file} ends with USER ${variable}, whose value is unknown: set the numeric user ID in components.${component}.runAsUser.`];
  if (user === undefined) return [`${file} sets no USER, so its image runs as root, which the pods do not allow. End it with: USER 10001`];
  if (user === 'root' || user === '0') return [`${file} ends with USER ${user}, which the pods do not allow. End it with: USER 10001`];
  // runAsUser has the ID of a user that the Dockerfile creates.
  if (/^\d+$/.test(user) || dockerfile?.uid !== undefined) return [];
  const number = user === 'node' ? ': USER 1000' : `, and set the same in components.${component}.runAsUser`;
  return [`${file} ends with USER ${user}: Kubernetes cannot verify that a named user is not root. Use its numeric ID${number}.`];
}

/** The next commands to run. */
export function nextCommands({ model, roots }: Workspace, cwd: string): string {
  const command = generatorCommand(model, version);
  const folder = displayPath(cwd, roots.app ?? cwd);
  return [
    '\nNext steps\n',
    ...(folder === '.' ? [] : [`  cd ${shellArgument(folder)}\n`]),
    `  ${command} generate   # after each change to ${model.configFile}\n`,
    `  ${command} check      # shows what differs, and why\n`,
    ...(folder === '.' ? [`  ${command} graph      # shows what runs where\n`] : []),
  ].join('');
}
