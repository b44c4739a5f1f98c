import type { Detected } from '../detected.ts';
import type { DetectedComponent, PersistentVolume } from '../detected-component.ts';
import { isUser } from '../dockerfile.ts';
import { healthCheckIn, secondsOf } from '../health-check.ts';
import { at, type Located } from '../located-yaml.ts';
import { buildArgumentsOf, buildOf, publishedBuild } from './build.ts';
import type { ComposeFile } from './compose-file.ts';
import { reasonFor, reasonForVolume } from './reasons.ts';
import { resourcesOf } from './resources.ts';
import { runsOnce } from './roles.ts';
import { addStart } from './start.ts';
import { environmentOf, hostsOf, imageOf, isImplicit, isMountedFile, portOf, volumeOf } from './values.ts';

interface Process {
  name: string;
  label: string;
  service: Located;
  /** The service that builds its image. */
  built: Located;
  /** Another service waits for it to complete. */
  ends: boolean;
  /** Another process of the app depends on it. */
  needed: boolean;
  /** Folder of the Dockerfile, existing or generated, for a published image. */
  folder: string;
}

/** A valid entry of `writablePaths`. */
const isPath = (path: string) => /^\/[A-Za-z0-9._/-]+$/.test(path);

/** Reads a service as a process; undefined if its image cannot be built here. Reports what the config cannot express. */
export function readComponent(file: ComposeFile, { name, label, service, built, ends, needed, folder }: Process): DetectedComponent | undefined {
  const { path, known, addUnmapped, unmapped } = file;
  const detected = <Value>(value: Value, { line }: Located): Detected<Value> => ({ value, source: `${path}:${line}` });
  const build = at(built, 'build') === undefined ? publishedBuild(folder) : buildOf(path, at(built, 'build'));
  if (build === undefined) {
    addUnmapped(`services.${name}.build`, at(service, 'build') ?? service, 'its context is outside the repository, or not a plain path');
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
    if (all.length > 0) component.writablePaths = detected(all, from);
  };
  const resources = resourcesOf(service);
  if (resources !== undefined) component.resources = detected(resources, at(service, 'deploy', 'resources') ?? service);
  const once = runsOnce(service, ends);
  if (once) component.once = true;
  if (!needed && at(service, 'ports') !== undefined) component.isPublic = true;
  if (at(built, 'build') === undefined) component.published = detected(imageOf(service, known), at(service, 'image') ?? service);
  const volumes: Detected<PersistentVolume>[] = [];
  for (const [key, value] of service.entries ?? []) {
    const reportAll = () => addUnmapped(`services.${name}.${key}`, value, reasonFor(key));
    switch (key) {
      case 'image':
      case 'environment':
        break;
      case 'build':
        for (const [inner, child] of value.entries ?? [])
          if (inner === 'args') component.buildArguments = buildArgumentsOf(file, name, child);
          else if (inner !== 'context' && inner !== 'dockerfile')
            addUnmapped(`services.${name}.build.${inner}`, child, 'CI builds the last stage of the Dockerfile');
        break;
      case 'ports':
      case 'expose': {
        const items = (value.items ?? []).map((item) => ({ item, port: portOf(item, known) }));
        const [first, ...more] = items.flatMap(({ item, port }) => (port === undefined ? [] : [detected(port, item)]));
        for (const { item, port } of items)
          if (port === undefined)
            addUnmapped(`services.${name}.${key}`, item, `${item.text ?? 'this'} is not a single TCP port: add each port to the ports of the component`);
        if (first !== undefined) component.port ??= first;
        for (const port of more)
          if (port.value !== component.port?.value)
            unmapped.push({
              key: `services.${name}.${key}`,
              source: port.source,
              reason: `port ${port.value}: add it to the ports of the component; the first port is http`,
            });
        break;
      }
      case 'command':
      case 'entrypoint':
        break;
      case 'user': {
        const uid = /^([1-9]\d*)(?::\d+)?$/.exec(value.text ?? '')?.[1];
        if (uid === undefined || !isUser(Number(uid))) addUnmapped(`services.${name}.user`, value, 'runAsUser must be a number other than 0');
        else component.user = detected(Number(uid), value);
        break;
      }
      case 'healthcheck': {
        const test = at(value, 'test');
        const timing = {
          interval: at(value, 'interval')?.text,
          timeout: at(value, 'timeout')?.text,
          retries: at(value, 'retries')?.text,
          startPeriod: at(value, 'start_period')?.text,
        };
        const found = test === undefined ? undefined : healthCheckIn(test.text ?? (test.items ?? []).map(({ text = '' }) => text).join(' '), timing);
        if (test === undefined || (test.items?.[0] ?? test).text === 'NONE') break;
        if (found === undefined) addUnmapped(`services.${name}.healthcheck`, value, 'it does not request a URL of the app: set readinessProbe by hand');
        else component.health = detected(found, test);
        break;
      }
      case 'tmpfs': {
        const paths = (value.items ?? [value]).map(({ text = '' }) => text.split(':')[0] ?? '').filter((item) => item !== '/tmp');
        if (paths.every(isPath)) addWritable(paths, value);
        else reportAll();
        break;
      }
      case 'deploy':
        for (const [inner, child] of value.entries ?? []) {
          if (inner === 'resources' && resources !== undefined) continue;
          if (inner === 'replicas' && isReplicas(child)) component.replicas = detected(Number(child.text), child);
          else if (inner !== 'replicas') addUnmapped(`services.${name}.deploy.${inner}`, child, reasonFor(inner));
        }
        break;
      case 'volumes':
        for (const item of value.items ?? []) {
          const { source, target, reads } = volumeOf(item);
          // The app writes to it, and the root file system of a pod is read-only.
          const writable = !/^[./~$]/.test(source) && !reads && isPath(target) && target !== '/tmp';
          if (writable) addWritable([target], item);
          const keeps = !reads && !/\.sock$/.test(source) && !isMountedFile(source, target) && at(item, 'type')?.text !== 'tmpfs';
          // A volume without a name is not persistent.
          if (keeps && writable && source !== '' && !volumes.some(({ value: { path } }) => path === target))
            volumes.push(detected({ name: source, path: target }, item));
          unmapped.push({
            key: `services.${name}.volumes`,
            source: `${path}:${item.line}`,
            reason: reasonForVolume(item, writable),
            ...(keeps ? { data: target } : {}),
          });
        }
        break;
      case 'env_file':
        component.envFile = true;
        reportAll();
        break;
      case 'scale':
        if (isReplicas(value)) component.replicas = detected(Number(value.text), value);
        break;
      case 'stop_grace_period': {
        const seconds = Math.ceil(secondsOf(value.text ?? '') ?? 0);
        if (seconds >= 10 && seconds <= 3600) component.gracePeriod = detected(seconds, value);
        else reportAll();
        break;
      }
      case 'cpus':
      case 'mem_limit':
      case 'mem_reservation':
        if (resources === undefined) reportAll();
        break;
      default:
        if (!isImplicit(key, value) && !(once && key === 'restart')) reportAll();
    }
  }
  if (volumes.length > 0) component.volumes = volumes;
  addStart(component, service, name, file);
  return component;
}

function isReplicas({ text }: Located): boolean {
  const replicas = Number(text);
  return Number.isInteger(replicas) && replicas > 1 && replicas <= 1000;
}
