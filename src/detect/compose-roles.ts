import { imageOf, variablesOf } from './compose-values.ts';
import { at, type Located } from './located-yaml.ts';
import { isSurrounding, readImage, typeOfImage } from './service-images.ts';

type Services = ReadonlyMap<string, Located>;
type Known = ReadonlyMap<string, string>;

/**
 * The services that are processes of the app, each with the service that says how its image is built. Where none is built,
 * the app is published: it is what needs the databases and servers beside it.
 */
export function ownProcesses(services: Services, known: Known): Map<string, Located> {
  const all = [...services].filter(([, service]) => !isTemplate(service, services));
  const builds = all.filter(([, service]) => at(service, 'build') !== undefined);
  if (builds.length === 0) return new Map(published(new Map(all), known).map((name) => [name, services.get(name) as Located]));
  const byImage = new Map(builds.map(([, service]) => [imageOf(service, known), service]));
  return new Map(
    all.flatMap(([name, service]): [string, Located][] => {
      const image = imageOf(service, known);
      // A second process of an image that another service builds.
      const built = at(service, 'build') !== undefined ? service : image === '' ? undefined : byImage.get(image);
      return built === undefined ? [] : [[name, built]];
    }),
  );
}

/** Only there for others to take over: it says neither what runs nor where it is reached, and one that takes it over does. */
export function isTemplate(service: Located, services: Services): boolean {
  const says = ['ports', 'expose', 'command', 'entrypoint', 'healthcheck', 'container_name'].some((key) => at(service, key) !== undefined);
  return !says && service.anchor !== undefined && [...services.values()].some((other) => other.merges?.includes(service.anchor ?? '') && at(other, 'ports'));
}

/** Services that another one waits for until they have ended. */
export function endingServices(services: Services): Set<string> {
  return new Set(
    [...services.values()].flatMap((service) =>
      [...(at(service, 'depends_on')?.entries ?? [])].flatMap(([name, { entries }]) =>
        entries?.get('condition')?.text === 'service_completed_successfully' ? [name] : [],
      ),
    ),
  );
}

function published(services: Services, known: Known): string[] {
  const image = (name: string) => repositoryOf(imageOf(services.get(name) as Located, known));
  const candidates = [...services.keys()].filter((name) => {
    const text = imageOf(services.get(name) as Located, known);
    return text !== '' && typeOfImage(text) === undefined && !isSurrounding(text);
  });
  const needs = new Map([...services].map(([name, service]) => [name, needsOf(service, services, known)]));
  const needed = (name: string) => [...(needs.get(name) ?? [])];
  const backing = (name: string) => !candidates.includes(name) || needed(name).length === 0;
  const reaching = candidates.filter((name) => needed(name).some(backing));
  // What stands in front of the app needs the app.
  const behind = reaching.filter((name) => !needed(name).some((other) => reaching.includes(other) && image(other) !== image(name)));
  const app = behind.length > 0 ? behind : reaching;
  if (app.length === 0) {
    const open = candidates.filter((name) => at(services.get(name), 'ports') !== undefined);
    return candidates.length === 1 ? candidates : open.length === 1 ? open : [];
  }
  const owner = (name: string) => image(name).split('/').slice(0, -1).join('/');
  return candidates.filter(
    (name) =>
      app.some((own) => image(own) === image(name)) ||
      // A front end of the same publisher.
      app.some((own) => owner(own) !== '' && owner(own) === owner(name) && needed(name).includes(own)),
  );
}

/** Other services of the file that a service waits for, links, or has in an address. */
export function needsOf(service: Located, services: Services, known: Known): Set<string> {
  const dependsOn = at(service, 'depends_on');
  const named = [
    ...(dependsOn?.entries?.keys() ?? []),
    ...(dependsOn?.items ?? []).map(({ text = '' }) => text),
    ...(at(service, 'links')?.items ?? []).map(({ text = '' }) => text.split(':')[0] ?? ''),
  ];
  const addresses = variablesOf(at(service, 'environment'), '', known).flatMap(({ name, value, pattern = value ?? '' }) =>
    [...pattern.matchAll(/(^|@|\/\/|,)([A-Za-z0-9][\w.-]*)(?=([:/?,]|$))/g)].flatMap(([, before, host = '', after]) =>
      // A word alone is a host only where the variable says so.
      before !== '' || after === ':' || /HOST|SERVER|ADDR|ENDPOINT|UR[IL]|BROKER/i.test(name) ? [host] : [],
    ),
  );
  const own = [...services].find(([, each]) => each === service)?.[0];
  return new Set([...named, ...addresses].filter((name) => services.has(name) && name !== own));
}

/** Without tag and digest: `ghcr.io/acme/web`. */
function repositoryOf(image: string): string {
  const { name } = readImage(image);
  return `${image.slice(0, image.lastIndexOf(`/${name}`) + 1)}${name}`;
}
