import { type ComposeFacts, type DetectedComponent, detectCompose } from './compose.ts';
import { type DockerfileFacts, detectDockerfile } from './dockerfile.ts';
import { detectEnvironmentFile, type Variable } from './env-file.ts';
import { type Fact, textOf } from './fact.ts';
import { toLabel } from './label.ts';
import { builtFolders } from './sub-folders.ts';
import { type DetectedService, type LeftOut, type ProposedValue, proposeVariables, servicesOf } from './variables.ts';

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
  const known = new Map(examples.flatMap(({ name, value }) => (value === undefined || value === '' ? [] : [[name, value] as const])));
  const compose = given ?? detectCompose(folder, known);
  const found = (compose?.components.length ?? 0) > 0 ? (compose?.components ?? []) : fromDockerfiles(folder);
  const services = [...(compose?.services ?? [])];
  services.push(
    ...servicesOf(
      [...examples, ...found.flatMap(({ variables }) => variables)],
      services,
      [...found, ...services].map(({ name }) => name),
    ).filter((service) => compose === undefined || !service.source.startsWith(compose.path)),
  );
  const withFiles = found.map((component) => withDockerfile(folder, component)).sort((a, b) => Number(b.port !== undefined) - Number(a.port !== undefined));
  const [first] = withFiles;
  // What compose fills in for itself is no variable of the app's.
  const composeText = compose === undefined ? '' : (textOf(folder, compose.path) ?? '');
  const own = examples.filter(({ name }) => !new RegExp(`\\$\\{?${name}\\b`).test(composeText));
  const left: LeftOut[] = [...(compose?.left ?? [])];
  const components = withFiles.map(({ variables, ...component }): ProposedComponent => {
    const sameImage = component.build?.dockerfile === first?.build?.dockerfile;
    const proposed = proposeVariables([...variables, ...(sameImage ? own : [])], services, compose?.hosts ?? []);
    for (const each of proposed.left) if (!left.some(({ key, source }) => key === each.key && source === each.source)) left.push(each);
    return { ...component, name: freeName(component.name, services), env: proposed.values };
  });
  // Variables that nobody's Dockerfile or compose file claims are the app's all the same.
  if (components.length === 0 && examples.length > 0) {
    const proposed = proposeVariables(examples, services, []);
    left.push(...proposed.left);
    components.push({ name: freeName('web', services), source: examples[0]?.source ?? '', env: proposed.values });
  }
  const [primary] = components;
  const place = primary?.build?.dockerfile.split('/').slice(0, -1).join('/') ?? '';
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
