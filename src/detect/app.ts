import { posix } from 'node:path';
import { withoutHosts } from './command-hosts.ts';
import type { DetectedCompose } from './compose/compose.ts';
import { detectCompose } from './compose/file.ts';
import { reasonForAddress } from './compose/reasons.ts';
import { type Detected, textOf } from './detected.ts';
import type { DetectedComponent } from './detected-component.ts';
import type { DetectedService } from './detected-service.ts';
import type { DetectedDockerfile } from './dockerfile.ts';
import { detectEnvironmentFile, knownValues, type Variable } from './env-file.ts';
import { withDockerfile, withPort } from './image-contents.ts';
import { withPersistentVolumes } from './persistent-volumes.ts';
import { processesOf } from './processes.ts';
import type { ProposedComponent } from './proposed-component.ts';
import { addressesOf, servicesOf } from './services.ts';
import { dockerFolders, isDockerFolder } from './sub-folders.ts';
import { withParameters } from './url-parameters.ts';
import { proposeVariables, type Unmapped } from './variables.ts';

/** Processes of the app and the services that they use, as detected in its files. */
export interface DetectedApp {
  /** The component with external traffic comes first. Empty: none detected. */
  components: readonly ProposedComponent[];
  services: readonly DetectedService[];
  /** What the config cannot express. */
  unmapped: readonly Unmapped[];
  /** The Dockerfile of the first component. */
  dockerfile?: DetectedDockerfile;
  /** The folder of the app in a monorepo. */
  appFolder?: Detected<string>;
}

export function detectApp(folder: string, importedCompose?: DetectedCompose): DetectedApp {
  const examples = detectEnvironmentFile(folder, [
    ...(importedCompose === undefined ? [] : [posix.dirname(importedCompose.path)]),
    '.',
    ...dockerFolders(folder),
  ]);
  const compose = importedCompose ?? detectCompose(folder, knownValues(examples));
  // The example file lists the same variables.
  const unmapped: Unmapped[] = (compose?.unmapped ?? []).filter(({ key }) => examples.length === 0 || !key.endsWith('.env_file'));
  const found = processesOf(folder, compose, unmapped);
  const services = [...(compose?.services ?? [])];
  // Each part of a monorepo can have its own example file.
  const parts = new Map(found.map((component) => [component.name, examplesOf(folder, component)]));
  const all = [...examples, ...[...parts.values()].flat(), ...found.flatMap(({ variables }) => variables)];
  const others = compose?.others ?? [];
  const beside = others.map(({ service }) => service);
  const usedNames = [...found, ...services, ...beside].map(({ name }) => name);
  services.push(...servicesOf(all, services, usedNames).filter((service) => compose === undefined || !service.source.startsWith(compose.path)));
  for (const service of addressesOf(beside, all)) {
    services.push(service);
    const entry = others.find(({ service: { name } }) => name === service.name)?.entry;
    if (entry !== undefined) unmapped.splice(unmapped.indexOf(entry), 1, { ...entry, reason: reasonForAddress(service.name) });
  }
  const hosts = compose?.hosts ?? [];
  const rank = ({ port, once }: DetectedComponent) => (once ? 2 : port === undefined ? 1 : 0);
  const withFiles = found
    .map((component) => withoutHosts(withPort(withDockerfile(folder, component, found, unmapped), examples), hosts, unmapped))
    .sort((a, b) => rank(a) - rank(b));
  const [first] = withFiles;
  // Variables that only Compose or other services use are not variables of the app.
  const composeText = compose === undefined ? '' : (textOf(folder, compose.path) ?? '');
  const own = examples.filter(({ name }) => !compose?.serviceVariables.has(name) && !new RegExp(`\\$\\{?${name}\\b`).test(composeText));
  const peers = withFiles.flatMap(({ name, hosts = [], port, once }) =>
    port === undefined || once ? [] : [{ name: availableName(name, services), hosts, port: port.value }],
  );
  const proposed = withFiles.map(({ variables, ...component }): ProposedComponent => {
    const sameImage = component.build?.dockerfile === first?.build?.dockerfile;
    const shared = component.envFile ? examples : sameImage ? own : [];
    const proposed = proposeVariables([...variables, ...(parts.get(component.name) ?? []), ...shared], services, hosts, peers);
    unmapped.push(...proposed.unmapped);
    return { ...component, name: availableName(component.name, services), env: proposed.values };
  });
  const components = withPersistentVolumes(proposed, unmapped);
  // Without a Dockerfile or Compose file, the example variables belong to the app.
  if (components.length === 0 && examples.length > 0) {
    const proposed = proposeVariables(examples, services, []);
    unmapped.push(...proposed.unmapped);
    const { port } = withPort<DetectedComponent>({ name: 'web', source: '', variables: [] }, examples);
    const name = availableName('web', services);
    components.push({ name, source: examples[0]?.source ?? '', ...(port === undefined ? {} : { port }), env: proposed.values });
  }
  const allExit = components.length > 0 && components.every(({ once }) => once);
  if (allExit) {
    const source = compose?.path ?? 'Procfile';
    const usedNames = [...components, ...services].map(({ name }) => name);
    const name = ['web', 'app', ...usedNames.map((_, index) => `web-${index}`)].find((each) => !usedNames.includes(each)) ?? 'web';
    unmapped.push({ key: 'long-running process', source, reason: `every detected process exits: ${name} is a placeholder for the one that keeps running` });
    components.unshift({ name, source, env: new Map() });
  }
  const [primary] = components;
  const place =
    primary?.build?.dockerfile
      .split('/')
      .filter((part, index, all) => index < all.length - 1 && !isDockerFolder(part))
      .join('/') ?? '';
  return {
    components,
    services: withParameters(services, all, unmapped),
    unmapped: withoutDuplicates(unmapped),
    ...(primary?.dockerfile === undefined ? {} : { dockerfile: primary.dockerfile }),
    ...(primary === undefined || place === '' ? {} : { appFolder: { value: place, source: primary.source } }),
  };
}

/** `apps/web/.env.example` */
function examplesOf(folder: string, { build }: DetectedComponent): Variable[] {
  const place = posix.dirname(build?.dockerfile ?? '.');
  return place === '.' || isDockerFolder(posix.basename(place)) ? [] : detectEnvironmentFile(folder, [place]);
}

/** Removes duplicates: processes of one image report the same. */
function withoutDuplicates(unmapped: readonly Unmapped[]): Unmapped[] {
  return [...new Map(unmapped.map((each) => [`${each.key}\n${each.source}\n${each.reason}`, each])).values()];
}

/** A component and a service must not create objects with the same name: the component gets a suffix. */
export function availableName(name: string, services: readonly DetectedService[]): string {
  return services.some((service) => service.name === name) ? `${name.slice(0, 36).replace(/-+$/, '')}-app` : name;
}
