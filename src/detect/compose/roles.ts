import { at, type Located } from '../located-yaml.ts';
import { isSurrounding, readImage, typeOfImage } from '../service-images.ts';
import { imageOf, variablesOf } from './values.ts';

type Services = ReadonlyMap<string, Located>;
type Known = ReadonlyMap<string, string>;
/** Possible names of the app, if the folder has its sources; undefined: no sources, so the app must be a published image. */
export type Sources = () => readonly string[] | undefined;

/**
 * The services that are processes of the app, each with the service that builds its image. If no long-running service has
 * a build, the app is a published image: the one that depends on databases and other servers. If the built services are
 * only a front end of such an image, both belong to the app.
 */
export function ownProcesses(services: Services, known: Known, sources: Sources = () => undefined): Map<string, Located> {
  const all = new Map([...services].filter(([, service]) => !isTemplate(service, services)));
  const builds = [...all].filter(([, service]) => at(service, 'build') !== undefined);
  const ending = endingServices(services);
  const running = builds.filter(([name, service]) => !runsOnce(service, ending.has(name)));
  const byImage = new Map(builds.map(([, service]) => [imageOf(service, known), service]));
  const notBuilt = [...all].filter(([, service]) => at(service, 'build') === undefined && !byImage.has(imageOf(service, known)));
  const behind = running.length === 0 ? notBuilt : isFront(running, all, known) ? reached(running, all, notBuilt, known) : [];
  const own = new Set(
    published(new Map([...all].filter(([name]) => behind.some(([other]) => other === name) || isBacking(all.get(name), known))), known, sources),
  );
  return new Map(
    [...all].flatMap(([name, service]): [string, Located][] => {
      const image = imageOf(service, known);
      // Another service builds the same image.
      const built = at(service, 'build') !== undefined ? service : image === '' ? undefined : byImage.get(image);
      return built === undefined ? (own.has(name) ? [[name, service]] : []) : [[name, built]];
    }),
  );
}

/** It exits: another service waits for that, or it has no ports and is not restarted. */
export function runsOnce(service: Located, ends: boolean): boolean {
  return ends || (['no', 'false'].includes(at(service, 'restart')?.text ?? '') && at(service, 'ports') === undefined);
}

/** A database, a proxy or another third-party server. */
function isBacking(service: Located | undefined, known: Known): boolean {
  const image = service === undefined || at(service, 'build') !== undefined ? '' : imageOf(service, known);
  return image !== '' && (typeOfImage(image) !== undefined || isSurrounding(image));
}

/** The built services need no database, but the services that they depend on do. */
function isFront(running: readonly (readonly [string, Located])[], all: Services, known: Known): boolean {
  const needs = running.flatMap(([, service]) => [...needsOf(service, all, known)]);
  return (
    !needs.some((name) => isBacking(all.get(name), known)) &&
    needs.some((name) => [...needsOf(all.get(name) as Located, all, known)].some((other) => isBacking(all.get(other), known)))
  );
}

/** Services without a build that the built ones depend on, and others with the same image. */
function reached(running: readonly (readonly [string, Located])[], all: Services, notBuilt: readonly [string, Located][], known: Known): [string, Located][] {
  const needed = new Set(running.flatMap(([, service]) => [...needsOf(service, all, known)]));
  const images = new Set(notBuilt.filter(([name]) => needed.has(name)).map(([, service]) => imageOf(service, known)));
  return notBuilt.filter(([, service]) => images.has(imageOf(service, known)));
}

/** A YAML template: it defines neither a command nor ports, and a service that merges it has ports. */
export function isTemplate(service: Located, services: Services): boolean {
  const isDefined = ['ports', 'expose', 'command', 'entrypoint', 'healthcheck', 'container_name'].some((key) => at(service, key) !== undefined);
  return (
    !isDefined && service.anchor !== undefined && [...services.values()].some((other) => other.merges?.includes(service.anchor ?? '') && at(other, 'ports'))
  );
}

/** Services that another one waits for to complete. */
export function endingServices(services: Services): Set<string> {
  return new Set(
    [...services.values()].flatMap((service) =>
      [...(at(service, 'depends_on')?.entries ?? [])].flatMap(([name, { entries }]) =>
        entries?.get('condition')?.text === 'service_completed_successfully' ? [name] : [],
      ),
    ),
  );
}

function published(services: Services, known: Known, sources: Sources): string[] {
  const image = (name: string) => repositoryOf(imageOf(services.get(name) as Located, known));
  const candidates = [...services.keys()].filter((name) => {
    const text = imageOf(services.get(name) as Located, known);
    return text !== '' && typeOfImage(text) === undefined && !isSurrounding(text);
  });
  const needs = new Map([...services].map(([name, service]) => [name, needsOf(service, services, known)]));
  const needed = (name: string) => [...(needs.get(name) ?? [])];
  const backing = (name: string) => !candidates.includes(name) || needed(name).length === 0;
  const reaching = candidates.filter((name) => needed(name).some(backing));
  // A front end depends on the app.
  const behind = reaching.filter((name) => !needed(name).some((other) => reaching.includes(other) && image(other) !== image(name)));
  const app = behind.length > 0 ? behind : reaching;
  if (app.length === 0) {
    // A service without dependencies may be a tool: if there are sources, only a matching name makes it the app.
    const names = sources();
    const likely = names === undefined ? candidates : candidates.filter((name) => isNamedAs(imageOf(services.get(name) as Located, known), names));
    const open = likely.filter((name) => at(services.get(name), 'ports') !== undefined);
    return likely.length === 1 ? likely : open.length === 1 ? open : [];
  }
  const owner = (name: string) => image(name).split('/').slice(0, -1).join('/');
  return candidates.filter(
    (name) =>
      app.some((own) => image(own) === image(name)) ||
      // A front end by the same publisher.
      app.some((own) => owner(own) !== '' && owner(own) === owner(name) && needed(name).includes(own)),
  );
}

/** Other services of the file that a service depends on, links to or has in an address. */
export function needsOf(service: Located, services: Services, known: Known): Set<string> {
  const dependsOn = at(service, 'depends_on');
  const named = [
    ...(dependsOn?.entries?.keys() ?? []),
    ...(dependsOn?.items ?? []).map(({ text = '' }) => text),
    ...(at(service, 'links')?.items ?? []).map(({ text = '' }) => text.split(':')[0] ?? ''),
  ];
  const addresses = variablesOf(at(service, 'environment'), '', known).flatMap(({ name, value, pattern = value ?? '' }) =>
    [...pattern.matchAll(/(^|@|\/\/|,)([A-Za-z0-9][\w.-]*)(?=([:/?,]|$))/g)].flatMap(([, before, host = '', after]) =>
      // A single word is a host only if the name of the variable suggests it.
      before !== '' || after === ':' || /HOST|SERVER|ADDR|ENDPOINT|UR[IL]|BROKER/i.test(name) ? [host] : [],
    ),
  );
  const own = [...services].find(([, each]) => each === service)?.[0];
  return new Set([...named, ...addresses].filter((name) => services.has(name) && name !== own));
}

/** `louislam/uptime-kuma` in the repository uptime-kuma. */
function isNamedAs(image: string, names: readonly string[]): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const name = plain(readImage(image).name);
  return names.map(plain).some((other) => other.length > 2 && (name.includes(other) || (name.length > 2 && other.includes(name))));
}

/** Without tag and digest: `ghcr.io/acme/web`. */
function repositoryOf(image: string): string {
  const { name } = readImage(image);
  return `${image.slice(0, image.lastIndexOf(`/${name}`) + 1)}${name}`;
}
