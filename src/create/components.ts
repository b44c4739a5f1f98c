import { posix } from 'node:path';
import { unsetMarker } from '../config/unset.ts';
import { availableName } from '../detect/app.ts';
import { isUser } from '../detect/dockerfile.ts';
import type { DetectedFolder } from '../detect/folder.ts';
import type { ProposedComponent } from '../detect/proposed-component.ts';
import type { ProposedValue } from '../detect/variables.ts';
import type { Component, EnvValue, Job, PipelineConfig } from '../generated/pipeline-config.ts';
import { languages } from '../languages/index.ts';
import { listed } from '../render/markdown.ts';
import { imageName, imagesOf } from './images.ts';
import { commentsOnPorts, type Listening, listeningOf, portsOf } from './probes.ts';

/** The part of the config that defines what runs, with its comments. */
export interface ProposedParts {
  config: Pick<PipelineConfig, 'images' | 'components' | 'jobs' | 'routes'>;
  comments: Record<string, string>;
}

/** Components and images from the files of the folder; by default, a `web` that listens on 8080. */
export function proposedComponents(app: string, detected: DetectedFolder): ProposedParts {
  const read: readonly ProposedComponent[] =
    detected.components.length > 0 ? detected.components : [{ name: availableName('web', detected.services), source: '', env: new Map() }];
  const proposed = read.map((component, index) => (index === 0 ? withFramework(component, detected) : component));
  const [first] = proposed;
  const isComponent = (component: ProposedComponent) => component === first || component.once === undefined;
  const images = imagesOf(app, proposed, detected);
  const isReached = (component: ProposedComponent) =>
    component === first && component.args === undefined && component.build?.dockerfile === (detected.dockerfile?.path ?? component.build?.dockerfile);
  // A generated Dockerfile listens on the default port.
  const isForeign = (component: ProposedComponent) =>
    component.dockerfile !== undefined || component.published !== undefined || (detected.project === undefined && !detected.empty);
  const comments: Record<string, string> = {};
  const components = Object.fromEntries(
    proposed.filter(isComponent).map((component): [string, Component] => {
      const listening = listeningOf(component, isReached(component), isForeign(component));
      Object.assign(comments, commentsOf(component, listening));
      return [component.name, componentOf(app, component, listening, imageName(component, images, detected), detected)];
    }),
  );
  const jobs = Object.fromEntries(
    proposed
      .filter((component) => !isComponent(component))
      .map((component): [string, Job] => [component.name, processOf(app, component, imageName(component, images, detected), detected)]),
  );
  // Route to the component that no other one depends on: the web interface, not the API behind it.
  const routed = [...proposed.filter(({ isPublic }) => isPublic), ...proposed.slice(0, 1)].find(({ name }) => components[name]?.ports !== undefined);
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

/** Adds the port and health path of the framework to the process that the image runs by default. */
function withFramework(component: ProposedComponent, { project }: DetectedFolder): ProposedComponent {
  const { args, command, dockerfile } = component;
  if (dockerfile?.fastCgi !== undefined) return component;
  const started = args !== undefined || command !== undefined;
  const port = component.port ?? (started ? undefined : project?.port);
  // With a command from the Compose file, it is the app only if it has a port.
  if (started && port === undefined) return component;
  const frameworkHealth = project?.health === undefined ? undefined : { value: { path: project.health.value }, source: project.health.source };
  const health = component.health ?? frameworkHealth;
  return { ...component, ...(port === undefined ? {} : { port }), ...(health === undefined ? {} : { health }) };
}

function componentOf(
  app: string,
  component: ProposedComponent,
  listening: Listening | undefined,
  image: string | undefined,
  detected: DetectedFolder,
): Component {
  const { replicas, gracePeriod, volumes = [] } = component;
  const { image: named, command, args, ...rest } = processOf(app, component, image, detected);
  return {
    ...(named === undefined ? {} : { image: named }),
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...portsOf(component, listening),
    ...(replicas !== undefined ? { replicas: replicas.value } : isScheduler(component) || volumes.length > 0 ? { mode: 'standalone' as const } : {}),
    ...(gracePeriod === undefined ? {} : { terminationGracePeriodSeconds: gracePeriod.value }),
    ...rest,
    ...(volumes.length === 0
      ? {}
      : { volumes: Object.fromEntries(volumes.map(({ value: { name = 'data', path } }) => [name, { mountPath: path, size: '1Gi' }])) }),
  };
}

/** Fields that components and jobs share. */
function processOf(app: string, component: ProposedComponent, image: string | undefined, { project }: DetectedFolder): Job {
  const { command, args, resources, dockerfile, env } = component;
  const user = dockerfile?.user?.value;
  const uid =
    component.user?.value ??
    dockerfile?.uid?.value ??
    (user !== undefined && /^[1-9]\d*$/.test(user) && isUser(Number(user)) ? Number(user) : user === 'node' ? 1000 : undefined);
  const writable = writableOf(component, project);
  return {
    ...(image === undefined ? {} : { image }),
    ...(command === undefined ? {} : { command: command.value }),
    ...(args === undefined ? {} : { args: args.value }),
    ...(resources === undefined ? {} : { resources: resources.value }),
    ...(uid === undefined ? {} : { runAsUser: uid }),
    ...(writable.length === 0 ? {} : { writablePaths: writable }),
    ...(env.size === 0 ? {} : { env: Object.fromEntries([...env].map(([name, { value }]) => [name, envValue(app, name, value)])) }),
  };
}

/** Writable paths from the files, and those of the framework, in the folder of the app. */
function writableOf({ dockerfile, writablePaths, volumes = [] }: ProposedComponent, project: DetectedFolder['project']): string[] {
  const named = writablePaths?.value ?? [];
  const mounted = [...named, ...volumes.map(({ value }) => value.path)];
  const folder = dockerfile === undefined && project !== undefined ? (languages[project.language].folder ?? '/app') : dockerfile?.folder;
  const written = folder === undefined ? [] : (project?.writablePaths?.value ?? []).map((path) => posix.join(folder, path));
  // Below a volume too: it starts empty, and the framework expects its folders there.
  return [...named, ...written.filter((path) => !mounted.some((other) => path === other.replace(/\/$/, '')))];
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

/** Two schedulers would run every task twice. */
function isScheduler({ name, args, command }: ProposedComponent): boolean {
  const words = [...name.split('-'), ...(command?.value ?? []), ...(args?.value ?? [])];
  return words.some((word) => /^(?:celery-?)?(?:beat|clock|scheduler|cron)$/i.test(word.replace(/^.*\/|\.\w+$/g, '')));
}

function commentsOf(component: ProposedComponent, listening: Listening | undefined): Record<string, string> {
  const { name, env, replicas, volumes = [] } = component;
  const files = [...new Set([...env.values()].map(({ source }) => source.replace(/:\d+$/, '')))];
  return {
    ...(listening === undefined ? {} : commentsOnPorts(component, listening)),
    ...(volumes.length === 0
      ? {}
      : {
          [`/components/${name}/mode`]: 'One pod: two pods cannot write to the same volume.',
          [`/components/${name}/volumes`]: `From ${listed(volumes.map(({ source }) => source))}. It starts empty, even if the image has files there; the size is a guess.`,
        }),
    ...(replicas === undefined && isScheduler(component) ? { [`/components/${name}/mode`]: 'One pod: two would run every task twice.' } : {}),
    ...(files.length === 0 ? {} : { [`/components/${name}/env`]: `From ${listed(files)}.` }),
  };
}
