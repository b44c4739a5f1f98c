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

/** What must be set where before the first run of CI and CD. */
export function whatToSet({ model, roots }: Workspace, cwd: string): string {
  const runbook = join(displayPath(cwd, roots.config ?? cwd), docsPath(model), 'runbooks/set-up.md').replaceAll('\\', '/');
  const apps = Object.values(githubApps).map(
    ({ repository, clientIdVariable, privateKeySecret, environment }) =>
      `  ${model.repositories[repository].slug}: the variable ${clientIdVariable}, and the secret ${privateKeySecret} of the environment ${environment}\n`,
  );
  const { toSet } = accessTo(model.registry);
  const registry = toSet === '' ? '' : `  ${model.repositories.app.slug}: ${toSet}\n`;
  const unset = model.unset.map(({ pointer, value }) => `  ${printPath(keysOf(pointer))} is '${value}'\n`);
  return [
    `Set on GitHub; ${runbook} says how, and what else is done on day one:\n${apps.join('')}${registry}`,
    unset.length === 0 ? '' : `\nFill in, in pipeline.config.ts; CI and CD refuse to run before:\n${unset.join('')}`,
  ].join('');
}

/** What the folder has that somebody should know of. */
export function notesOn(detected: DetectedFolder, { ci, images: [image, ...others] }: Model, kept: readonly Change[]): string {
  const { components, dockerfile, github, project } = detected;
  const dockerfiles = new Map(components.flatMap((component) => (component.dockerfile === undefined ? [] : [[component.dockerfile.path, component] as const])));
  const notes = [...dockerfiles].flatMap(([path, component]) => userNote(path, component));
  const [first] = components;
  if (first?.dockerfile?.fastCgi !== undefined)
    notes.push(
      `${first.dockerfile.path} makes an image that speaks FastCGI (${first.dockerfile.fastCgi.value}): a pod has no nginx beside it. Put the web server and the files that it serves into the image, or begin it from php:…-apache or FrankenPHP.`,
    );
  const low = components.find(({ port, once }) => port !== undefined && port.value < 1024 && !once);
  if (low !== undefined)
    notes.push(
      `${low.name} listens on ${low.port?.value}: without root it can only where the nodes let it (containerd 2 does). A port above 1023 works everywhere.`,
    );
  if (ci.jobs === 'build-only' && github.ci !== undefined)
    notes.push(`${github.ci.source} runs the tests: ours only builds the image (ci.jobs: 'build-only').`);
  if (ci.jobs === 'build-only' && ci.requiredChecks.length === 0)
    notes.push('Nothing requires a test yet before a commit is deployed: name the checks of your tests in ci.requiredChecks.');
  if (project === undefined && !detected.empty) notes.push('The language of the app is not known: give the commands of the tests in ci.commands.');
  if (project === undefined && !detected.empty && dockerfile === undefined)
    notes.push('No Dockerfile: write one before the first push, CI builds the image with it. End it with: USER 10001');
  const read = new Set(components.flatMap(({ env }) => [...env.values()].flatMap(({ value }) => (value.kind === 'output' ? [value.service] : []))));
  const unread = detected.services.filter(({ name, type }) => !read.has(name) && type !== 'custom').map(({ name }) => name);
  if (unread.length > 0)
    notes.push(`No variable that was read has the address of ${listed(unread)}: give the app's own in env, such as { from: '${unread[0]}.host' }.`);
  const { missingLockfile } = detected;
  if (missingLockfile !== undefined && (ci.jobs === 'full' || dockerfile === undefined)) notes.push(lockfileNote(missingLockfile));
  if (dockerfile === undefined) notes.push(...(project?.notes ?? []));
  else notes.push(readOnlyNote(components.find(({ once }) => !once)?.name ?? 'web'));
  if (project !== undefined && (ci.jobs === 'full' || dockerfile === undefined)) notes.push(...endOfLifeNote(project));
  if (project?.startUnknown === true && dockerfile === undefined && image !== undefined)
    notes.push(`Nothing says what starts the app: the image runs '${image.command.join(' ')}'. Say it in images.${image.name}.command, and in the Dockerfile.`);
  return [
    ...notes.map((note) => `- ${note}\n`),
    ...kept.map(({ path, proposed = '' }) =>
      // How the image of another process is built nobody here knows.
      others.some(({ dockerfile }) => path === dockerfile)
        ? `- Yours is kept: ${path}.\n`
        : `- Yours is kept: ${path}. Ours would be:\n\n${proposed.replace(/^(?=.)/gm, '    ')}\n`,
    ),
  ].join('');
}

function lockfileNote({ name, make, ignored }: NonNullable<DetectedFolder['missingLockfile']>): string {
  return ignored
    ? `${name} is there, but git ignores it, and CI installs by it, as the image does: take it out of .gitignore and commit it.`
    : `There is no ${name}, and CI installs by it, as the image does. Make it and commit it before the first push: ${make}`;
}

/** What a Dockerfile of one's own was not written for. */
function readOnlyNote(component: string): string {
  return `The root file system of the pods is read-only: name in components.${component}.writablePaths what the app writes besides /tmp.`;
}

function endOfLifeNote({ language, versions }: NonNullable<DetectedFolder['project']>): string[] {
  const { title, supported = [] } = languages[language];
  const ended = versions?.value.find((version) => isEndOfLife(version, supported));
  if (versions === undefined || ended === undefined) return [];
  return [`${title} ${ended} (${versions.source}) gets no more fixes; the oldest that does is ${supported.at(-1)}. Say the new one there and in ci.versions.`];
}

/** Kubernetes is told to refuse a user that may be root. */
function userNote(path: string, { name: component, dockerfile }: ProposedComponent): string[] {
  const user = dockerfile?.user?.value;
  const file = path === 'Dockerfile' ? 'The Dockerfile' : path;
  const variable = dockerfile?.userVariable?.value;
  if (variable !== undefined)
    return [`${file} ends with USER ${variable}, whose value it does not say: Kubernetes must be told the number, in components.${component}.runAsUser.`];
  if (user === undefined) return [`${file} sets no USER: its image runs as root, and Kubernetes is told to refuse that. End it with: USER 10001`];
  if (user === 'root' || user === '0') return [`${file} ends with USER ${user}, and Kubernetes is told to refuse that. End it with: USER 10001`];
  // The number of a name that the Dockerfile makes is in runAsUser.
  if (/^\d+$/.test(user) || dockerfile?.uid !== undefined) return [];
  const number = user === 'node' ? ', USER 1000' : `, and the same as components.${component}.runAsUser`;
  return [`${file} ends with USER ${user}: Kubernetes cannot tell from a name that it is not root. Write its number${number}.`];
}

/** The next three commands. */
export function nextCommands({ model, roots }: Workspace, cwd: string): string {
  const command = generatorCommand(model, version);
  const folder = displayPath(cwd, roots.app ?? cwd);
  return [
    '\nNext\n',
    ...(folder === '.' ? [] : [`  cd ${shellArgument(folder)}\n`]),
    `  ${command} generate   # after each change of pipeline.config.ts\n`,
    `  ${command} check      # says what differs, and why\n`,
    ...(folder === '.' ? [`  ${command} graph      # draws what runs where\n`] : []),
  ].join('');
}
