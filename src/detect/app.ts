import { procfileProcesses } from '../languages/procfile.ts';
import { type ComposeFacts, detectCompose } from './compose.ts';
import type { DetectedComponent } from './compose-component.ts';
import { type DockerfileFacts, detectDockerfile, isPort } from './dockerfile.ts';
import { detectEnvironmentFile, knownValues, type Variable } from './env-file.ts';
import { type Fact, textOf } from './fact.ts';
import { toLabel } from './label.ts';
import { type DetectedService, servicesOf } from './services.ts';
import { builtFolders, isDockerFolder } from './sub-folders.ts';
import { type LeftOut, type ProposedValue, proposeVariables } from './variables.ts';

/** A process of the app, with what each of its variables is proposed to be. */
export interface ProposedComponent extends Omit<DetectedComponent, 'variables'> {
  env: ReadonlyMap<string, Fact<ProposedValue>>;
  dockerfile?: DockerfileFacts;
}

/** What the files say about the processes of the app and the services that they use. */
export interface AppFacts {
  /** The one that is reached from outside comes first. Empty: nothing tells. */
  components: readonly ProposedComponent[];
  services: readonly DetectedService[];
  /** Read, and without a place in the config. */
  left: readonly LeftOut[];
  /** The Dockerfile of the first component. */
  dockerfile?: DockerfileFacts;
  /** The folder of a monorepo that holds the app, and what tells it. */
  appFolder?: Fact<string>;
}

export function detectApp(folder: string, given?: ComposeFacts): AppFacts {
  const examples = detectEnvironmentFile(folder);
  const compose = given ?? detectCompose(folder, knownValues(examples));
  // The example has the names of what is in the file itself.
  const left: LeftOut[] = (compose?.left ?? []).filter(({ key }) => examples.length === 0 || !key.endsWith('.env_file'));
  const found = processesOf(folder, compose, left);
  const services = [...(compose?.services ?? [])];
  services.push(
    ...servicesOf(
      [...examples, ...found.flatMap(({ variables }) => variables)],
      services,
      [...found, ...services].map(({ name }) => name),
    ).filter((service) => compose === undefined || !service.source.startsWith(compose.path)),
  );
  const rank = ({ port, once }: DetectedComponent) => (once ? 2 : port === undefined ? 1 : 0);
  const withFiles = found.map((component) => withPort(withDockerfile(folder, component), examples)).sort((a, b) => rank(a) - rank(b));
  const [first] = withFiles;
  // What compose fills in for itself is no variable of the app's.
  const composeText = compose === undefined ? '' : (textOf(folder, compose.path) ?? '');
  const own = examples.filter(({ name }) => !new RegExp(`\\$\\{?${name}\\b`).test(composeText));
  const peers = withFiles.flatMap(({ name, hosts = [], port, once }) =>
    port === undefined || once ? [] : [{ name: freeName(name, services), hosts, port: port.value }],
  );
  const components = withFiles.map(({ variables, ...component }): ProposedComponent => {
    const sameImage = component.build?.dockerfile === first?.build?.dockerfile;
    const given = component.envFile ? examples : sameImage ? own : [];
    const proposed = proposeVariables([...variables, ...given], services, compose?.hosts ?? [], peers);
    for (const each of proposed.left) if (!left.some(({ key, source }) => key === each.key && source === each.source)) left.push(each);
    return { ...component, name: freeName(component.name, services), env: proposed.values };
  });
  // Variables that nobody's Dockerfile or compose file claims are the app's all the same.
  if (components.length === 0 && examples.length > 0) {
    const proposed = proposeVariables(examples, services, []);
    left.push(...proposed.left);
    const { port } = withPort<DetectedComponent>({ name: 'web', source: '', variables: [] }, examples);
    const name = freeName('web', services);
    components.push({ name, source: examples[0]?.source ?? '', ...(port === undefined ? {} : { port }), env: proposed.values });
  }
  const [primary] = components;
  const place =
    primary?.build?.dockerfile
      .split('/')
      .filter((part, index, all) => index < all.length - 1 && !isDockerFolder(part))
      .join('/') ?? '';
  return {
    components,
    services,
    left,
    ...(primary?.dockerfile === undefined ? {} : { dockerfile: primary.dockerfile }),
    ...(primary === undefined || place === '' ? {} : { appFolder: { value: place, source: primary.source } }),
  };
}

/** A component and a service make objects of one name: the component gives way. */
export function freeName(name: string, services: readonly DetectedService[]): string {
  return services.some((service) => service.name === name) ? `${name.slice(0, 36).replace(/-+$/, '')}-app` : name;
}

/** The Dockerfile at the top; where there is none, each folder of the monorepo that has one. */
function fromDockerfiles(folder: string): DetectedComponent[] {
  const none: readonly Variable[] = [];
  if (textOf(folder, 'Dockerfile') !== undefined)
    return [{ name: 'web', source: 'Dockerfile:1', build: { context: '.', dockerfile: 'Dockerfile' }, variables: none }];
  const names = new Set<string>();
  return builtFolders(folder).flatMap(({ folder: place, dockerfile, context }) => {
    const name = [place.split('/').at(-1) ?? '', place].map(toLabel).find((each) => each !== '' && !names.has(each));
    if (name === undefined) return [];
    names.add(name);
    return [{ name, source: `${dockerfile}:1`, build: { context, dockerfile }, variables: none }];
  });
}

/** What the compose file runs; an image that it takes from a registry may be built here, from a folder of its own. */
function processesOf(folder: string, compose: ComposeFacts | undefined, left: LeftOut[]): DetectedComponent[] {
  const fromFiles = fromDockerfiles(folder);
  const built = [...fromFiles, ...(compose?.components.length ? [] : fromProcfile(folder, fromFiles, left))];
  const found = compose?.components ?? [];
  if (found.length === 0 || built.length === 0 || found.some(({ published }) => published === undefined)) return found.length === 0 ? built : found;
  if (built.some(({ build }) => build?.dockerfile === 'Dockerfile')) return found;
  const placed = found.flatMap((component) => {
    const same = built.find(({ name }) => name === component.name) ?? (built.length === 1 ? built[0] : undefined);
    return same?.build === undefined ? [] : [{ ...component, build: same.build }];
  });
  return placed.length === found.length ? placed : built;
}

/** A process that is told its port listens on it; where compose publishes another, that one is right. */
function withPort<Component extends DetectedComponent>(component: Component, examples: readonly Variable[]): Component {
  const given = [...component.variables, ...(component.args === undefined && component.command === undefined ? examples : [])].find(
    ({ name }) => name === 'PORT',
  );
  const port = Number(given?.value);
  return component.port !== undefined || given === undefined || !isPort(port) ? component : { ...component, port: { value: port, source: given.source } };
}

/** Workers, and what runs before a release, beside the web process; all of them run one image. */
function fromProcfile(folder: string, fromFiles: readonly DetectedComponent[], left: LeftOut[]): DetectedComponent[] {
  const build = { context: '.', dockerfile: 'Dockerfile' };
  if (fromFiles.some((component) => component.build?.dockerfile !== build.dockerfile)) return [];
  const taken = new Set(['web']);
  const others = procfileProcesses(textOf(folder, 'Procfile') ?? '').flatMap(({ name, words, source }): DetectedComponent[] => {
    const label = toLabel(name);
    if (label === '' || taken.has(label)) return [];
    taken.add(label);
    if (words === undefined) left.push({ key: name, source, why: 'a shell must read it: give it as args of a component, with the shell' });
    return words === undefined
      ? []
      : [{ name: label, source, build, args: { value: words, source }, ...(label === 'release' ? { once: true } : {}), variables: [] }];
  });
  const web = fromFiles.length > 0 || others.length === 0 ? [] : [{ name: 'web', source: 'Procfile:1', build, variables: [] }];
  return [...web, ...others];
}

/** What compose does not say stands in the Dockerfile. */
function withDockerfile(folder: string, component: DetectedComponent): DetectedComponent & { dockerfile?: DockerfileFacts } {
  const dockerfile = component.build === undefined ? undefined : detectDockerfile(folder, component.build.dockerfile);
  if (dockerfile === undefined) return component;
  const [port, health] = [component.port ?? dockerfile.port, component.health ?? dockerfile.health];
  // A worker runs the web's image: what that listens on says nothing about it.
  const another = component.args !== undefined || component.command !== undefined;
  return {
    ...component,
    ...(port === undefined || (another && component.port === undefined) ? {} : { port }),
    ...(health === undefined || (another && component.health === undefined && component.port === undefined) ? {} : { health }),
    dockerfile,
  };
}
