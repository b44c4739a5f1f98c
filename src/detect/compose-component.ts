import { posix } from 'node:path';
import { isSecret } from '../config/secret-text.ts';
import { readCommand } from './command.ts';
import { reasonFor, reasonForVolume } from './compose-reasons.ts';
import { type DetectedResources, resourcesOf } from './compose-resources.ts';
import { environmentOf, hostsOf, imageOf, inRepository, portOf, usual, variablesOf, volumeOf } from './compose-values.ts';
import { isUser } from './dockerfile.ts';
import type { Variable } from './env-file.ts';
import type { Fact } from './fact.ts';
import { pathIn } from './health-check.ts';
import { at, type Located } from './located-yaml.ts';
import { isForDevelopment, type LeftOut } from './variables.ts';

/** A process of the app's own, as a compose file runs it. */
export interface DetectedComponent {
  name: string;
  /** By which the other services of the file reach it. */
  hosts?: readonly string[];
  source: string;
  /** Relative to the folder; undefined: it is not known. */
  build?: { context: string; dockerfile: string };
  /** Arguments of the build that are no secrets. */
  buildArguments?: ReadonlyMap<string, Fact<string>>;
  port?: Fact<number>;
  health?: Fact<string>;
  user?: Fact<number>;
  command?: Fact<string[]>;
  args?: Fact<string[]>;
  replicas?: Fact<number>;
  resources?: Fact<DetectedResources>;
  /** In seconds. */
  gracePeriod?: Fact<number>;
  /** It ends: a job of each release. */
  once?: true;
  /** The image that the file takes from a registry; here CI builds it. */
  published?: Fact<string>;
  writablePaths?: Fact<string[]>;
  /** A port of it is published, and no other process of the app needs it. */
  outermost?: true;
  /** It is given a whole file of variables. */
  envFile?: true;
  variables: readonly Variable[];
}

/** The file that is read, and what of it has no place in the config. */
export interface ComposeFile {
  path: string;
  /** Values of variables that the file names. */
  known: ReadonlyMap<string, string>;
  leave: (key: string, located: Located, why: string) => void;
  left: LeftOut[];
}

interface Process {
  name: string;
  label: string;
  service: Located;
  /** The service that says how its image is built. */
  built: Located;
  /** Another service waits for its end. */
  ends: boolean;
  /** Another process of the app needs it. */
  needed: boolean;
  /** Where the repository has, or gets, the Dockerfile of an image that the file takes from a registry. */
  folder: string;
}

/** As `writablePaths` takes it. */
const isPath = (path: string) => /^\/[A-Za-z0-9._/-]+$/.test(path);

/** One service as a process; undefined where its image cannot be built here. What has no place in the config is left with its reason. */
export function readComponent(file: ComposeFile, { name, label, service, built, ends, needed, folder }: Process): DetectedComponent | undefined {
  const { path, known, leave, left } = file;
  const fact = <Value>(value: Value, { line }: Located): Fact<Value> => ({ value, source: `${path}:${line}` });
  const build = at(built, 'build') === undefined ? publishedBuild(folder) : buildOf(path, at(built, 'build'));
  if (build === undefined) {
    leave(`services.${name}.build`, at(service, 'build') ?? service, 'its folder is outside of the repository, or no plain path');
    return undefined;
  }
  const component: DetectedComponent = {
    name: label,
    hosts: hostsOf(name, service),
    build,
    source: `${path}:${service.line}`,
    variables: environmentOf(service, path, known),
  };
  const addWritable = (paths: readonly string[], from: Located) => {
    const all = [...new Set([...(component.writablePaths?.value ?? []), ...paths])];
    if (all.length > 0) component.writablePaths = fact(all, from);
  };
  const resources = resourcesOf(service);
  if (resources !== undefined) component.resources = fact(resources, at(service, 'deploy', 'resources') ?? service);
  const once = ends || (neverRestarts(service) && at(service, 'ports') === undefined);
  if (once) component.once = true;
  if (!needed && at(service, 'ports') !== undefined) component.outermost = true;
  if (at(built, 'build') === undefined) component.published = fact(imageOf(service, known), at(service, 'image') ?? service);
  for (const [key, value] of service.entries ?? []) {
    const whole = () => leave(`services.${name}.${key}`, value, reasonFor(key));
    switch (key) {
      case 'image':
      case 'environment':
        break;
      case 'build':
        for (const [inner, child] of value.entries ?? [])
          if (inner === 'args') component.buildArguments = buildArgumentsOf(file, name, child);
          else if (inner !== 'context' && inner !== 'dockerfile') leave(`services.${name}.build.${inner}`, child, 'CI builds the last stage of the Dockerfile');
        break;
      case 'ports':
      case 'expose': {
        const items = (value.items ?? []).map((item) => ({ item, port: portOf(item, known) }));
        const [first, ...more] = items.flatMap(({ item, port }) => (port === undefined ? [] : [fact(port, item)]));
        for (const { item, port } of items)
          if (port === undefined) leave(`services.${name}.${key}`, item, 'no single port of TCP: name each port in ports of the component');
        if (first !== undefined) component.port ??= first;
        for (const port of more)
          if (port.value !== component.port?.value)
            left.push({
              key: `services.${name}.${key}`,
              source: port.source,
              why: `port ${port.value}: name it in ports of the component, the first one is http`,
            });
        break;
      }
      case 'command':
      case 'entrypoint': {
        if (value.text === '' || value.items?.length === 0) break;
        const words = value.items?.map(({ text = '' }) => text) ?? readCommand(value.text ?? '');
        if (words === undefined || words.length === 0) leave(`services.${name}.${key}`, value, 'a shell must read it: write it as a list');
        else component[key === 'command' ? 'args' : 'command'] = fact(words, value);
        break;
      }
      case 'user': {
        const uid = /^([1-9]\d*)(?::\d+)?$/.exec(value.text ?? '')?.[1];
        if (uid === undefined || !isUser(Number(uid))) leave(`services.${name}.user`, value, 'runAsUser is a number, and not 0');
        else component.user = fact(Number(uid), value);
        break;
      }
      case 'healthcheck': {
        const test = at(value, 'test');
        const found = test === undefined ? undefined : pathIn(test.text ?? (test.items ?? []).map(({ text = '' }) => text).join(' '));
        if (test === undefined || (test.items?.[0] ?? test).text === 'NONE') break;
        if (found === undefined) leave(`services.${name}.healthcheck`, value, 'it asks for no URL of the app: write readinessProbe by hand');
        else component.health = fact(found, test);
        break;
      }
      case 'tmpfs': {
        const paths = (value.items ?? [value]).map(({ text = '' }) => text.split(':')[0] ?? '').filter((item) => item !== '/tmp');
        if (paths.every(isPath)) addWritable(paths, value);
        else whole();
        break;
      }
      case 'deploy':
        for (const [inner, child] of value.entries ?? []) {
          if (inner === 'resources' && resources !== undefined) continue;
          if (inner === 'replicas' && isReplicas(child)) component.replicas = fact(Number(child.text), child);
          else if (inner !== 'replicas') leave(`services.${name}.deploy.${inner}`, child, reasonFor(inner));
        }
        break;
      case 'volumes':
        for (const item of value.items ?? []) {
          const { source, target, reads } = volumeOf(item);
          // It keeps what the app writes: the root file system of a pod takes nothing.
          const writable = !/^[./~$]/.test(source) && !reads && isPath(target) && target !== '/tmp';
          if (writable) addWritable([target], item);
          leave(`services.${name}.volumes`, item, reasonForVolume(item, writable));
        }
        break;
      case 'env_file':
        component.envFile = true;
        whole();
        break;
      case 'scale':
        if (isReplicas(value)) component.replicas = fact(Number(value.text), value);
        break;
      case 'stop_grace_period': {
        const seconds = secondsOf(value.text ?? '');
        if (seconds >= 10 && seconds <= 3600) component.gracePeriod = fact(seconds, value);
        else whole();
        break;
      }
      case 'cpus':
      case 'mem_limit':
      case 'mem_reservation':
        if (resources === undefined) whole();
        break;
      default:
        if (!usual(key, value) && !(once && key === 'restart')) whole();
    }
  }
  return component;
}

function isReplicas({ text }: Located): boolean {
  const replicas = Number(text);
  return Number.isInteger(replicas) && replicas > 1 && replicas <= 1000;
}

/** `1m30s` */
function secondsOf(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] = /^(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,4})s)?$/.exec(text) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Said in so many words: it is the default, too, and then says nothing. */
function neverRestarts(service: Located): boolean {
  return ['no', 'false'].includes(at(service, 'restart')?.text ?? '');
}

function publishedBuild(folder: string): { context: string; dockerfile: string } {
  return { context: folder, dockerfile: folder === '.' ? 'Dockerfile' : `${folder}/Dockerfile` };
}

function buildArgumentsOf({ path, known, left }: ComposeFile, name: string, found: Located): Map<string, Fact<string>> {
  return new Map(
    variablesOf(found, path, known).flatMap(({ name: argument, value, source }): [string, Fact<string>][] => {
      const mode = value !== undefined && isForDevelopment(argument, value);
      const fits =
        value !== undefined && !mode && /^[A-Za-z_][A-Za-z0-9_]*$/.test(argument) && /^[A-Za-z0-9._:/@+=-]*$/.test(value) && !isSecret(argument, value);
      if (!fits)
        left.push({
          key: `services.${name}.build.args.${argument}`,
          source,
          why: mode ? `'${value}' is for a developer's machine` : 'a build argument is known, plain and no secret: everybody who has the image can read it',
        });
      return fits ? [[argument, { value, source }]] : [];
    }),
  );
}

function buildOf(path: string, build: Located | undefined): { context: string; dockerfile: string } | undefined {
  const context = inRepository(posix.join(posix.dirname(path), build?.text || at(build, 'context')?.text || '.'));
  const dockerfile = context === undefined ? undefined : inRepository(posix.join(context, at(build, 'dockerfile')?.text ?? 'Dockerfile'));
  return context === undefined || dockerfile === undefined ? undefined : { context, dockerfile };
}
