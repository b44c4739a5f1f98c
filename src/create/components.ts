import type { Component, EnvValue, Job, PipelineConfig } from '../config/pipeline-config.ts';
import { unsetMarker } from '../config/unset.ts';
import { freeName, type ProposedComponent } from '../detect/app.ts';
import { isUser } from '../detect/dockerfile.ts';
import type { FolderFacts } from '../detect/folder.ts';
import type { ProposedValue } from '../detect/variables.ts';
import { inFolder } from '../facts/names.ts';
import { languages } from '../languages/index.ts';
import { usualPort } from '../languages/procfile.ts';
import { listed } from '../render/markdown.ts';

/** The part of the config that says what runs, with its comments. */
export interface ProposedParts {
  config: Pick<PipelineConfig, 'images' | 'components' | 'jobs' | 'routes'>;
  comments: Record<string, string>;
}

/** Components and images as the folder's files say; without any, a `web` that listens on 8080. */
export function proposedComponents(app: string, facts: FolderFacts): ProposedParts {
  const read: readonly ProposedComponent[] =
    facts.components.length > 0 ? facts.components : [{ name: freeName('web', facts.services), source: '', env: new Map() }];
  const found = read.map((component, index) => (index === 0 ? withFramework(component, facts) : component));
  const [first] = found;
  const isComponent = (component: ProposedComponent) => component === first || component.once === undefined;
  const images = imagesOf(app, found, facts);
  const withPort = (component: ProposedComponent) =>
    component === first && component.args === undefined && component.build?.dockerfile === (facts.dockerfile?.path ?? component.build?.dockerfile);
  const comments: Record<string, string> = {};
  const components = Object.fromEntries(
    found.filter(isComponent).map((component): [string, Component] => {
      const port = component.port?.value ?? (withPort(component) ? 8080 : undefined);
      commentsOf(component, port, comments);
      return [component.name, componentOf(app, component, port, imageName(component, images, facts), facts)];
    }),
  );
  const jobs = Object.fromEntries(
    found
      .filter((component) => !isComponent(component))
      .map((component): [string, Job] => [component.name, processOf(app, component, imageName(component, images, facts), facts)]),
  );
  // People come in by what nothing else of the app needs: the web interface, not the API behind it.
  const routed = [...found.filter(({ outermost }) => outermost), ...found.slice(0, 1)].find(({ name }) => components[name]?.ports !== undefined);
  const used = Object.entries(images).filter(([, image]) => Object.keys(image).length > 0);
  return {
    config: {
      ...(used.length === 0 ? {} : { images }),
      components,
      ...(Object.keys(jobs).length === 0 ? {} : { jobs }),
      ...(routed === undefined ? {} : { routes: { public: { component: routed.name, port: 'http' } } }),
    },
    comments,
  };
}

/** The framework speaks for the process that the image runs by itself. */
function withFramework(component: ProposedComponent, { project }: FolderFacts): ProposedComponent {
  const { port = project?.port, health = project?.health, args, command } = component;
  if (args !== undefined || command !== undefined) return component;
  return { ...component, ...(port === undefined ? {} : { port }), ...(health === undefined ? {} : { health }) };
}

type Images = NonNullable<PipelineConfig['images']>;

/** One image for each Dockerfile; the first is the app's. */
function imagesOf(app: string, components: readonly ProposedComponent[], { project, dockerfile, workingDirectory }: FolderFacts): Images {
  const usual = usualBuild(workingDirectory?.value);
  const images: Images = {};
  const command = unusualCommand(app, project, components[0]?.port?.value);
  const names = new Map<string, string>();
  for (const { name, buildArguments = new Map(), build = usual } of components) {
    if (names.has(build.dockerfile)) continue;
    const image = names.size === 0 ? app : `${app}-${name}`.slice(0, 63).replace(/-+$/, '');
    names.set(build.dockerfile, image);
    images[image] = {
      ...(build.context === usual.context ? {} : { context: build.context }),
      ...(build.dockerfile === usual.dockerfile ? {} : { dockerfile: build.dockerfile }),
      ...(buildArguments.size === 0 ? {} : { args: Object.fromEntries([...buildArguments].map(([argument, { value }]) => [argument, value])) }),
      // Where there is a Dockerfile, it says itself what the image runs.
      ...(command === undefined || dockerfile !== undefined || image !== app ? {} : { command }),
    };
  }
  return images;
}

/** What the image runs, where it is not what the language's first Dockerfile would run; it listens on the port that was read. */
function unusualCommand(app: string, project: FolderFacts['project'], port: number | undefined): string[] | undefined {
  if (project === undefined) return undefined;
  const usual = languages[project.language].command(app, project.packageManager?.value ?? null);
  const command = (project.command?.value ?? usual).map((word) => (port === undefined ? word : word.replace(new RegExp(`\\b${usualPort}$`), String(port))));
  return command.join('\0') === usual.join('\0') ? undefined : command;
}

/** What an image of the config is built from where it does not say. */
const usualBuild = (workingDirectory = '.') => ({ context: workingDirectory, dockerfile: inFolder(workingDirectory, 'Dockerfile') });

function imageName({ build }: ProposedComponent, images: Images, { workingDirectory }: FolderFacts): string | undefined {
  const usual = usualBuild(workingDirectory?.value);
  const names = Object.keys(images);
  const name = names.find((each) => (images[each]?.dockerfile ?? usual.dockerfile) === (build ?? usual).dockerfile);
  return name === names[0] ? undefined : name;
}

function componentOf(app: string, component: ProposedComponent, port: number | undefined, image: string | undefined, facts: FolderFacts): Component {
  const { health, replicas, gracePeriod } = component;
  const { image: named, command, args, ...rest } = processOf(app, component, image, facts);
  return {
    ...(named === undefined ? {} : { image: named }),
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(port === undefined
      ? {}
      : {
          ports: { http: { containerPort: port } },
          readinessProbe: health === undefined ? { tcpSocket: { port: 'http' } } : { httpGet: { path: health.value, port: 'http' } },
        }),
    ...(replicas === undefined ? {} : { replicas: replicas.value }),
    ...(gracePeriod === undefined ? {} : { terminationGracePeriodSeconds: gracePeriod.value }),
    ...rest,
  };
}

/** What components and jobs have in common. */
function processOf(app: string, component: ProposedComponent, image: string | undefined, { project }: FolderFacts): Job {
  const { command, args, resources, dockerfile, writablePaths, env } = component;
  const user = dockerfile?.user?.value;
  const uid =
    component.user?.value ??
    dockerfile?.uid?.value ??
    (user !== undefined && /^[1-9]\d*$/.test(user) && isUser(Number(user)) ? Number(user) : user === 'node' ? 1000 : undefined);
  const writable = writablePaths ?? (dockerfile === undefined ? project?.writablePaths : undefined);
  return {
    ...(image === undefined ? {} : { image }),
    ...(command === undefined ? {} : { command: command.value }),
    ...(args === undefined ? {} : { args: args.value }),
    ...(resources === undefined ? {} : { resources: resources.value }),
    ...(uid === undefined ? {} : { runAsUser: uid }),
    ...(writable === undefined ? {} : { writablePaths: writable.value }),
    ...(env.size === 0 ? {} : { env: Object.fromEntries([...env].map(([name, { value }]) => [name, envValue(app, name, value)])) }),
  };
}

function envValue(app: string, name: string, proposed: ProposedValue): EnvValue {
  switch (proposed.kind) {
    case 'plain':
      return proposed.value;
    case 'output':
      return { from: `${proposed.service}.${proposed.output}` };
    case 'component':
      return `${proposed.before}${app}-${proposed.component}${proposed.after}`;
    case 'secret':
      return { secretKeyRef: { name: `${app}-env`, key: name } };
    case 'unset':
      return unsetMarker;
  }
}

function commentsOf({ name, port, health, env }: ProposedComponent, given: number | undefined, comments: Record<string, string>): void {
  const at = `/components/${name}`;
  if (given !== undefined) {
    comments[`${at}/ports`] = port === undefined ? 'The port that the process listens on.' : `From ${port.source}.`;
    comments[`${at}/readinessProbe`] =
      health === undefined ? "A path that fails when the app cannot work tells more: httpGet: { path: '/healthz', port: 'http' }" : `From ${health.source}.`;
  }
  const files = [...new Set([...env.values()].map(({ source }) => source.replace(/:\d+$/, '')))];
  if (files.length > 0) comments[`${at}/env`] = `From ${listed(files)}.`;
}
