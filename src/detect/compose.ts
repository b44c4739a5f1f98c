import { posix } from 'node:path';
import { isSecret } from '../config/rules/components.ts';
import { readCommand } from './command.ts';
import { reasonFor, reasonForService, reasonForTop } from './compose-reasons.ts';
import { environmentOf, inRepository, portOf, usual, variablesOf } from './compose-values.ts';
import { isUser } from './dockerfile.ts';
import type { Variable } from './env-file.ts';
import { type Fact, textOf } from './fact.ts';
import { pathIn } from './health-check.ts';
import { toLabel } from './label.ts';
import { at, type Located, locatedYaml } from './located-yaml.ts';
import { readImage, serviceImages, typeOfImage } from './service-images.ts';
import { type DetectedService, databaseOf, type LeftOut } from './variables.ts';

/** A process of the app's own, as a compose file runs it. */
export interface DetectedComponent {
  name: string;
  source: string;
  /** Relative to the folder; undefined: it has no image of its own. */
  build?: { context: string; dockerfile: string };
  /** Arguments of the build that are no secrets. */
  buildArguments?: ReadonlyMap<string, Fact<string>>;
  port?: Fact<number>;
  health?: Fact<string>;
  user?: Fact<number>;
  command?: Fact<string[]>;
  args?: Fact<string[]>;
  replicas?: Fact<number>;
  writablePaths?: Fact<string[]>;
  variables: readonly Variable[];
}

export interface ComposeFacts {
  path: string;
  components: DetectedComponent[];
  services: DetectedService[];
  /** Names that only the network of the compose file knows. */
  hosts: string[];
  left: LeftOut[];
}

const files = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** In the order in which Docker looks. undefined where there is none, or none that is YAML. */
export function detectCompose(folder: string, known: ReadonlyMap<string, string>): ComposeFacts | undefined {
  const path = files.find((file) => textOf(folder, file) !== undefined);
  return path === undefined ? undefined : readCompose(textOf(folder, path) ?? '', path, known);
}

/** undefined: this is no compose file. `known`: values of variables that the file names. */
export function readCompose(text: string, path: string, known: ReadonlyMap<string, string> = new Map()): ComposeFacts | undefined {
  const root = locatedYaml(text);
  const services = at(root, 'services')?.entries;
  if (root === undefined || services === undefined) return undefined;
  const facts: ComposeFacts = { path, components: [], services: [], hosts: [...services.keys()], left: [] };
  const folder = posix.dirname(path);
  const leave = (key: string, { line }: Located, why: string) => void facts.left.push({ key, source: `${path}:${line}`, why });
  const builds = new Map(
    [...services].flatMap(([, service]) =>
      [at(service, 'build') ? ([at(service, 'image')?.text ?? '', service] as const) : undefined].filter((entry) => entry !== undefined),
    ),
  );
  const taken = new Set<string>();
  for (const [name, service] of services) {
    const image = at(service, 'image')?.text ?? '';
    const type = at(service, 'build') === undefined ? typeOfImage(image) : undefined;
    // A second process of an image that another service builds.
    const built = at(service, 'build') !== undefined ? service : image === '' ? undefined : builds.get(image);
    const label = toLabel(name);
    if (taken.has(label)) leave(`services.${name}`, service, `${label} is another service's name already: rename it`);
    else if (label === '') leave(`services.${name}`, service, 'its name has no letter that a name of Kubernetes may have');
    else if (type !== undefined) {
      taken.add(label);
      const version = serviceImages[type].version(readImage(image).tag);
      const database = databaseOf(
        type,
        at(service, 'environment', 'POSTGRES_DB')?.text ?? environmentOf(service, path, known).find((each) => each.name === 'POSTGRES_DB')?.value ?? '',
      );
      facts.services.push({
        name: label,
        host: name,
        type,
        ...(version === undefined ? {} : { version }),
        ...(database === undefined ? {} : { database }),
        source: `${path}:${at(service, 'image')?.line ?? service.line}`,
      });
      for (const [key, value] of service.entries ?? [])
        if (key !== 'image' && !usual(key, value)) leave(`services.${name}.${key}`, value, reasonForService(key));
    } else if (built !== undefined) {
      taken.add(label);
      facts.components.push(componentOf(name, label, service, built));
    } else
      leave(
        `services.${name}`,
        service,
        image === ''
          ? 'it has neither build nor image'
          : `${image} is none of the services that the config knows: run it apart, and give the app its address in env`,
      );
  }
  for (const [key, value] of root.entries ?? [])
    if (!['services', 'version', 'name'].includes(key) && !key.startsWith('x-')) leave(key, value, reasonForTop(key));
  return facts;

  function componentOf(name: string, label: string, service: Located, built: Located): DetectedComponent {
    const fact = <Value>(value: Value, { line }: Located): Fact<Value> => ({ value, source: `${path}:${line}` });
    const component: DetectedComponent = { name: label, source: `${path}:${service.line}`, variables: environmentOf(service, path, known) };
    const build = buildOf(at(built, 'build'));
    if (build === undefined) leave(`services.${name}.build`, at(service, 'build') ?? service, 'its folder is outside of the repository, or no plain path');
    else component.build = build;
    for (const [key, value] of service.entries ?? []) {
      const whole = () => leave(`services.${name}.${key}`, value, reasonFor(key));
      switch (key) {
        case 'image':
          break;
        case 'build':
          for (const [inner, child] of value.entries ?? [])
            if (inner === 'args') component.buildArguments = buildArgumentsOf(name, child);
            else if (inner !== 'context' && inner !== 'dockerfile')
              leave(`services.${name}.build.${inner}`, child, 'CI builds the last stage of the Dockerfile');
          break;
        case 'environment':
          break;
        case 'ports':
        case 'expose': {
          const [first, ...more] = (value.items ?? []).flatMap((item) => {
            const port = portOf(item, known);
            return port === undefined ? [] : [fact(port, item)];
          });
          if (first === undefined) whole();
          else component.port ??= first;
          for (const port of more)
            if (port.value !== component.port?.value)
              facts.left.push({
                key: `services.${name}.${key}`,
                source: port.source,
                why: `port ${port.value}: name it in ports of the component, the first one is http`,
              });
          break;
        }
        case 'command':
        case 'entrypoint': {
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
          if (test === undefined || found === undefined)
            leave(`services.${name}.healthcheck`, value, 'it asks for no URL of the app: write readinessProbe by hand');
          else component.health = fact(found, test);
          break;
        }
        case 'tmpfs': {
          const paths = (value.items ?? [value]).map(({ text = '' }) => text.split(':')[0] ?? '').filter((item) => item !== '/tmp');
          if (paths.every((item) => /^\/[A-Za-z0-9._/-]+$/.test(item))) {
            if (paths.length > 0) component.writablePaths = fact([...new Set(paths)], value);
          } else whole();
          break;
        }
        case 'deploy':
          for (const [inner, child] of value.entries ?? []) {
            const replicas = Number(child.text);
            if (inner === 'replicas' && Number.isInteger(replicas) && replicas > 1 && replicas <= 1000) component.replicas = fact(replicas, child);
            else if (inner !== 'replicas') leave(`services.${name}.deploy.${inner}`, child, reasonFor(inner));
          }
          break;
        case 'volumes':
          for (const item of value.items ?? []) {
            const source = at(item, 'source')?.text ?? item.text ?? '';
            leave(
              `services.${name}.volumes`,
              item,
              /^[./~]/.test(source)
                ? 'a folder of the developer’s machine: the image holds what the app needs'
                : 'pods share no disk: `volume` of the component, in standalone mode, is its own',
            );
          }
          break;
        default:
          if (!usual(key, value)) whole();
      }
    }
    return component;
  }

  function buildArgumentsOf(name: string, found: Located): Map<string, Fact<string>> {
    return new Map(
      variablesOf(found, path, known).flatMap(({ name: argument, value, source }): [string, Fact<string>][] => {
        const fits = value !== undefined && /^[A-Za-z_][A-Za-z0-9_]*$/.test(argument) && /^[A-Za-z0-9._:/@+=-]*$/.test(value) && !isSecret(argument, value);
        if (!fits)
          facts.left.push({
            key: `services.${name}.build.args.${argument}`,
            source,
            why: 'a build argument is known, plain and no secret: everybody who has the image can read it',
          });
        return fits ? [[argument, { value, source }]] : [];
      }),
    );
  }

  function buildOf(build: Located | undefined): { context: string; dockerfile: string } | undefined {
    const context = inRepository(posix.join(folder, build?.text || at(build, 'context')?.text || '.'));
    const dockerfile = context === undefined ? undefined : inRepository(posix.join(context, at(build, 'dockerfile')?.text ?? 'Dockerfile'));
    return context === undefined || dockerfile === undefined ? undefined : { context, dockerfile };
  }
}
