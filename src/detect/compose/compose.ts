import type { DetectedComponent } from '../detected-component.ts';
import type { DetectedService } from '../detected-service.ts';
import { toLabel } from '../label.ts';
import { at, type Located, locatedYaml } from '../located-yaml.ts';
import { isFrontServer, typeOfImage } from '../service-images.ts';
import type { Unmapped } from '../variables.ts';
import { readComponent } from './component.ts';
import type { ComposeFile } from './compose-file.ts';
import { extendedServices } from './extends.ts';
import { reasonFor, reasonForFront, reasonForTop, reasonForUnknown } from './reasons.ts';
import { endingServices, isTemplate, needsOf, ownProcesses, type Sources } from './roles.ts';
import { readService } from './service.ts';
import { environmentOf, hostsOf, imageOf, portOf } from './values.ts';

export interface DetectedCompose {
  path: string;
  components: DetectedComponent[];
  services: DetectedService[];
  /** Servers that can become custom services, each with its entry in `unmapped`. */
  others: readonly { service: DetectedService; entry: Unmapped }[];
  /** Names that only the Compose network resolves. */
  hosts: string[];
  /** Variables that Compose passes to services other than the processes of the app. */
  serviceVariables: ReadonlySet<string>;
  unmapped: Unmapped[];
}

/** The file is an override of another one. */
export const noImage = 'it has neither build nor image';

/** Undefined: not a Compose file. `known`: values of variables in the file. */
export function readCompose(text: string, path: string, known: ReadonlyMap<string, string> = new Map(), sources?: Sources): DetectedCompose | undefined {
  const root = locatedYaml(text);
  const written = at(root, 'services')?.entries;
  if (root === undefined || written === undefined) return undefined;
  const services = extendedServices(written);
  const detected: DetectedCompose = { path, components: [], services: [], others: [], hosts: [...services.keys()], serviceVariables: new Set(), unmapped: [] };
  const others: DetectedCompose['others'][number][] = [];
  detected.others = others;
  const addUnmapped = (key: string, { line }: Located, reason: string) => void detected.unmapped.push({ key, source: `${path}:${line}`, reason });
  const file: ComposeFile = { path, known, addUnmapped, unmapped: detected.unmapped };
  const processes = ownProcesses(services, known, sources);
  const ending = endingServices(services);
  const fromRegistry = [...processes].filter(([, built]) => at(built, 'build') === undefined);
  const folders = imageFolders(fromRegistry.map(([name]) => ({ label: toLabel(name), image: imageOf(services.get(name) as Located, known) })));
  const needed = new Set([...processes.keys()].flatMap((name) => [...needsOf(services.get(name) as Located, services, known)]));
  const usedNames = new Set<string>();
  for (const [name, service] of services) {
    const image = imageOf(service, known);
    const built = processes.get(name);
    const type = at(service, 'build') === undefined ? typeOfImage(image) : undefined;
    const label = toLabel(name);
    if (usedNames.has(label)) addUnmapped(`services.${name}`, service, `another service already has the name ${label}: rename it`);
    else if (label === '') addUnmapped(`services.${name}`, service, 'its name contains no letter that Kubernetes allows in names');
    else if (type !== undefined) {
      usedNames.add(label);
      detected.services.push(readService(file, { name, label, type, service }));
    } else if (built !== undefined) {
      usedNames.add(label);
      const component = readComponent(file, {
        name,
        label,
        service,
        built,
        ends: ending.has(name),
        needed: needed.has(name),
        folder: folders.get(image) ?? '.',
      });
      if (component !== undefined) detected.components.push(component);
    } else if (!isTemplate(service, services)) {
      const missing = at(service, 'extends') === undefined ? noImage : reasonFor('extends');
      addUnmapped(`services.${name}`, service, image === '' ? missing : isFrontServer(image) ? reasonForFront(image) : reasonForUnknown(image));
      const entry = detected.unmapped.at(-1);
      if (image === '' || isFrontServer(image) || entry === undefined) continue;
      usedNames.add(label);
      others.push({ service: { name: label, hosts: hostsOf(name, service), type: 'custom', ...portIn(service, known), source: entry.source }, entry });
    }
  }
  const own = new Set(detected.components.map(({ name }) => name));
  detected.serviceVariables = new Set([...services].filter(([name]) => !own.has(toLabel(name))).flatMap(([, service]) => passedVariables(service)));
  for (const [key, value] of root.entries ?? [])
    if (!['services', 'version', 'name', 'volumes'].includes(key) && !key.startsWith('x-')) addUnmapped(key, value, reasonForTop(key));
  return detected;
}

/** The first port, which other services connect to. */
function portIn(service: Located, known: ReadonlyMap<string, string>): { port?: number } {
  const items = ['expose', 'ports'].flatMap((key) => at(service, key)?.items ?? []);
  const port = items.map((item) => portOf(item, known)).find((each) => each !== undefined);
  return port === undefined ? {} : { port };
}

/** `- POSTGRES_USER`: variables without a value, which Compose takes from its own environment. */
function passedVariables(service: Located): string[] {
  return environmentOf(service, '', new Map()).flatMap(({ name, value, pattern }) => (value === undefined && pattern === undefined ? [name] : []));
}

/** The image of most processes is built at the top; each other one in a folder named after its first process. */
function imageFolders(processes: readonly { label: string; image: string }[]): Map<string, string> {
  const uses = (image: string) => processes.filter((other) => other.image === image).length;
  const most = Math.max(...processes.map(({ image }) => uses(image)));
  const main = processes.find(({ image }) => uses(image) === most)?.image;
  return new Map([...processes].reverse().map(({ label, image }) => [image, image === main ? '.' : label]));
}
