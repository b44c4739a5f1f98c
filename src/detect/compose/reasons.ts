import type { Located } from '../located-yaml.ts';
import { isMountedFile, volumeOf } from './values.ts';

/** Why a key of a compose service has no place in the config. */
const reasons: Record<string, string> = {
  depends_on: 'Kubernetes starts everything at once; the readiness probe holds traffic back',
  restart: 'Kubernetes restarts every container that ends',
  env_file: 'it may hold secrets and was not read: give its variables in env',
  networks: 'the NetworkPolicy follows from ports, components and services',
  network_mode: 'a pod has a network of its own',
  links: 'components reach each other by the names of their Services',
  extra_hosts: 'names come from the cluster’s DNS',
  dns: 'names come from the cluster’s DNS',
  container_name: 'names follow from app and component',
  hostname: 'names follow from app and component',
  labels: 'a label of compose says nothing to Kubernetes',
  logging: 'the cluster collects what a container prints',
  profiles: 'an environment is where something runs or does not',
  privileged: 'the chart’s pods run without privileges',
  cap_add: 'the chart’s pods run without privileges',
  devices: 'the chart’s pods run without privileges',
  security_opt: 'the chart sets the strictest that Kubernetes has',
  secrets: 'give each as env with secretKeyRef',
  configs: 'a file is part of the image, or a variable',
  develop: 'it is for a developer’s machine',
  extends: 'what it extends is in another file, which was not read: import what `docker compose config` prints',
  working_dir: 'WORKDIR of the Dockerfile says it',
};

export function reasonFor(key: string): string {
  return reasons[key] ?? 'the config has no field for it';
}

/** Of one volume of a process. `writable`: the path can be written, and forgets. */
export function reasonForVolume(item: Located, writable: boolean): string {
  const { source, target, reads } = volumeOf(item);
  if (/\.sock$/.test(source)) return 'a pod does not reach into its machine';
  if (reads) return 'the image holds what the app reads';
  if (isMountedFile(source, target)) return `a file is part of the image, or an entry of files: ${target}`;
  return reasonForPath(target, writable);
}

/** Of a path that outlives the container. */
export function reasonForPath(path: string, writable: boolean): string {
  const kept = `volumes: { data: { mountPath: '${path}', size } }, with mode: 'standalone', because pods share no disk`;
  return writable ? `${path} can be written, but what is there goes with the pod. To keep it: ${kept}` : `where the app keeps data in ${path}: ${kept}`;
}

/** Of a path that several processes write. */
export function reasonForShared(path: string, processes: readonly string[]): string {
  return `${processes.join(' and ')} share ${path}: give both volumes: { data: { mountPath: '${path}', size, accessModes: ['ReadWriteMany'] } } where the cluster has such a class, or keep it in an object store. Until then what is there goes with each pod`;
}

/** Of a service that the config knows by its type. */
export function reasonForService(key: string): string {
  if (key === 'volumes') return 'each environment’s provider has its own storage';
  if (key === 'ports' || key === 'expose') return 'only the app reaches it';
  if (key === 'environment') return 'user, password and database follow from the config';
  if (key === 'command' || key === 'entrypoint') return 'its settings are those of the config';
  if (key === 'healthcheck') return 'the chart or the provider has its own';
  return reasonFor(key);
}

/** Of a server that stands beside the app. */
export function reasonForUnknown(image: string): string {
  return `${image} is none of the services that the config knows: run it apart, and add it as a service of type custom, because a pod reaches nothing else but HTTPS`;
}

/** Of one that the variables name. */
export function reasonForAddress(name: string): string {
  return `it runs apart: where is said in environments.*.auxiliaryServices.${name}, and in the variables that hold more than its host or its port`;
}

export function reasonForFront(image: string): string {
  return `${image} stands in front, as the cluster’s Gateway or Ingress does: routes say what is reached; what it serves itself belongs into an image`;
}

/** At the top of the file. */
export function reasonForTop(key: string): string {
  if (key === 'include') return 'the files that it names were not read';
  return reasonFor(key);
}
