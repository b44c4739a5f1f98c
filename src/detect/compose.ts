import { definitionOf } from '../services/index.ts';
import { type ComposeFile, type DetectedComponent, readComponent } from './compose-component.ts';
import { extendedServices } from './compose-extends.ts';
import { reasonForService, reasonForTop } from './compose-reasons.ts';
import { endingServices, isTemplate, needsOf, ownProcesses } from './compose-roles.ts';
import { environmentOf, hostsOf, imageOf, usual } from './compose-values.ts';
import { apart, namesIn } from './env-file.ts';
import { textOf } from './fact.ts';
import { toLabel } from './label.ts';
import { at, type Located, locatedYaml } from './located-yaml.ts';
import { readImage, typeOfImage } from './service-images.ts';
import { type DetectedService, databaseOf } from './services.ts';
import type { LeftOut } from './variables.ts';

export interface ComposeFacts {
  path: string;
  components: DetectedComponent[];
  services: DetectedService[];
  /** Names that only the network of the compose file knows. */
  hosts: string[];
  left: LeftOut[];
}

const files = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** In the order in which Docker looks. undefined where there is none; one that cannot be read is left whole. */
export function detectCompose(folder: string, known: ReadonlyMap<string, string>): ComposeFacts | undefined {
  const path = files.find((file) => textOf(folder, file) !== undefined);
  if (path === undefined) return undefined;
  const facts = readCompose(textOf(folder, path) ?? '', path, known) ?? unreadable(path);
  const others = namesIn(folder).filter((name) => name !== path && /^(?:docker-)?compose[.-][\w.-]*ya?ml$/.test(name) && !apart.test(name));
  facts.left.push(...others.map((name) => ({ key: 'another compose file', source: name, why: 'it was not read: import compose reads one alone' })));
  return facts;
}

/** undefined: this is no compose file. `known`: values of variables that the file names. */
export function readCompose(text: string, path: string, known: ReadonlyMap<string, string> = new Map()): ComposeFacts | undefined {
  const root = locatedYaml(text);
  const written = at(root, 'services')?.entries;
  if (root === undefined || written === undefined) return undefined;
  const services = extendedServices(written);
  const facts: ComposeFacts = { path, components: [], services: [], hosts: [...services.keys()], left: [] };
  const leave = (key: string, { line }: Located, why: string) => void facts.left.push({ key, source: `${path}:${line}`, why });
  const file: ComposeFile = { path, known, leave, left: facts.left };
  const processes = ownProcesses(services, known);
  const ending = endingServices(services);
  const folders = imageFolders([...processes].map(([name]) => ({ label: toLabel(name), image: imageOf(services.get(name) as Located, known) })));
  const needed = new Set([...processes.keys()].flatMap((name) => [...needsOf(services.get(name) as Located, services, known)]));
  const taken = new Set<string>();
  for (const [name, service] of services) {
    const image = imageOf(service, known);
    const built = processes.get(name);
    const type = at(service, 'build') === undefined ? typeOfImage(image) : undefined;
    const label = toLabel(name);
    if (taken.has(label)) leave(`services.${name}`, service, `${label} is another service's name already: rename it`);
    else if (label === '') leave(`services.${name}`, service, 'its name has no letter that a name of Kubernetes may have');
    else if (type !== undefined) {
      taken.add(label);
      const { detection } = definitionOf(type);
      const version = detection.version(readImage(image).tag);
      const databases = detection.databaseVariables.map(
        (variable) => at(service, 'environment', variable)?.text ?? environmentOf(service, path, known).find(({ name: each }) => each === variable)?.value,
      );
      const database = databaseOf(type, databases.find((each) => each !== undefined) ?? '');
      facts.services.push({
        name: label,
        hosts: hostsOf(name, service),
        type,
        ...(version === undefined ? {} : { version }),
        ...(database === undefined ? {} : { database }),
        ...(readImage(image).name === 'pgvector' ? { extensions: ['vector'] } : {}),
        source: `${path}:${at(service, 'image')?.line ?? service.line}`,
      });
      if (/^(?:postgis|timescaledb)/.test(readImage(image).name))
        leave(
          `services.${name}.image`,
          at(service, 'image') ?? service,
          'an embedded database has PostgreSQL’s own extensions and vector: take another provider',
        );
      for (const [key, value] of service.entries ?? [])
        if (key !== 'image' && !usual(key, value)) leave(`services.${name}.${key}`, value, reasonForService(key));
    } else if (built !== undefined) {
      taken.add(label);
      const component = readComponent(file, {
        name,
        label,
        service,
        built,
        ends: ending.has(name),
        needed: needed.has(name),
        folder: folders.get(image) ?? '.',
      });
      if (component !== undefined) facts.components.push(component);
    } else if (!isTemplate(service, services))
      leave(
        `services.${name}`,
        service,
        image === ''
          ? at(service, 'extends') === undefined
            ? 'it has neither build nor image'
            : 'what it extends is in another file, which was not read: import what `docker compose config` prints'
          : `${image} is none of the services that the config knows: run it apart, and add it as a service of type custom, or give the app its address in env`,
      );
  }
  for (const [key, value] of root.entries ?? [])
    if (!['services', 'version', 'name'].includes(key) && !key.startsWith('x-')) leave(key, value, reasonForTop(key));
  return facts;
}

/** The image that most processes run is the repository's own; each other one has a folder, named after its first process. */
function imageFolders(processes: readonly { label: string; image: string }[]): Map<string, string> {
  const uses = (image: string) => processes.filter((other) => other.image === image).length;
  const most = Math.max(...processes.map(({ image }) => uses(image)));
  const main = processes.find(({ image }) => uses(image) === most)?.image;
  return new Map([...processes].reverse().map(({ label, image }) => [image, image === main ? '.' : label]));
}

function unreadable(path: string): ComposeFacts {
  return { path, components: [], services: [], hosts: [], left: [{ key: 'the whole file', source: path, why: 'it is no YAML, or has no services' }] };
}
