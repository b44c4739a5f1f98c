import { reasonForPath } from './compose/reasons.ts';
import type { Detected } from './detected.ts';
import type { DetectedComponent, PersistentVolume } from './detected-component.ts';
import { type DetectedDockerfile, detectDockerfile, isPort } from './dockerfile.ts';
import type { Variable } from './env-file.ts';
import type { Unmapped } from './variables.ts';

export type WithDockerfile = DetectedComponent & { dockerfile?: DetectedDockerfile };

/** Completes a component from its Dockerfile; values of the Compose file take precedence. */
export function withDockerfile(folder: string, component: DetectedComponent, all: readonly DetectedComponent[], unmapped: Unmapped[]): WithDockerfile {
  const buildArguments = new Map([...(component.buildArguments ?? [])].map(([name, { value }]) => [name, value]));
  const dockerfile = component.build === undefined ? undefined : detectDockerfile(folder, component.build.dockerfile, buildArguments);
  // A worker with the image of web does not listen on its port, unless it is the only process of the image.
  const alone = !all.some((other) => other !== component && !other.once && other.build?.dockerfile === component.build?.dockerfile);
  const another = component.once || (!alone && (component.args !== undefined || component.command !== undefined));
  const health = component.health ?? (another && component.port === undefined ? undefined : dockerfile?.health);
  const asked = health?.value.port === undefined || component.once ? undefined : { value: health.value.port, source: health.source };
  const port = component.port ?? (another ? undefined : dockerfile?.port) ?? asked;
  const result: WithDockerfile = {
    ...component,
    ...(port === undefined ? {} : { port }),
    ...(health === undefined ? {} : { health }),
  };
  if (health?.value.secure)
    unmapped.push({
      key: `health check of ${component.name}`,
      source: health.source,
      reason: 'it uses HTTPS, which httpGet in the config does not support: the probe checks the port instead',
    });
  if (dockerfile === undefined) return result;
  if (!another) unmapped.push(...unusedOf(dockerfile, port?.value, component.health !== undefined));
  return { ...result, ...volumesOf(component, dockerfile, another, unmapped), dockerfile };
}

/** Takes the port from a variable such as PORT; a port of the Compose file takes precedence. */
export function withPort<Component extends DetectedComponent>(component: Component, examples: readonly Variable[]): Component {
  if (component.port !== undefined) return component;
  const all = [...component.variables, ...(component.args === undefined && component.command === undefined ? examples : [])];
  const candidates = all.flatMap((variable) => {
    const port = listeningPort(variable);
    return port === undefined ? [] : [{ name: variable.name, value: port, source: variable.source }];
  });
  const variable = candidates.find(({ name }) => name === 'PORT') ?? candidates[0];
  return variable === undefined ? component : { ...component, port: { value: variable.value, source: variable.source } };
}

/** `PORT=3000`, `BIND_ADDR=0.0.0.0:3000`, `LISTEN=:3000`, `ASPNETCORE_URLS=http://+:3000` */
function listeningPort({ name, value = '' }: Variable): number | undefined {
  const number = /^(?:PORT|SERVER_PORT|ASPNETCORE_HTTP_PORTS)$/.test(name)
    ? value
    : /ADDR|BIND|LISTEN|^ASPNETCORE_URLS$/.test(name)
      ? (/^(?:http:\/\/)?(?:0\.0\.0\.0|\[::\]|[*+])?:(\d+)$/.exec(value)?.[1] ?? '')
      : '';
  return number !== '' && isPort(Number(number)) ? Number(number) : undefined;
}

function unusedOf({ otherPorts, healthCommand, port }: DetectedDockerfile, used: number | undefined, replaced: boolean): Unmapped[] {
  const others = [...(port === undefined ? [] : [port]), ...otherPorts].filter(({ value }) => value !== used);
  return [
    ...others.map(({ value, source }) => ({ key: `EXPOSE ${value}`, source, reason: 'add it to the ports of the component; the first port is http' })),
    ...(healthCommand === undefined || replaced
      ? []
      : [
          {
            key: 'HEALTHCHECK',
            source: healthCommand.source,
            reason: `${healthCommand.value} does not request a URL of the app: set readinessProbe by hand; exec runs a command`,
          },
        ]),
  ];
}

/** Adds each VOLUME as an unnamed volume, unless the Compose file mounts it. */
function volumesOf(
  component: DetectedComponent,
  { volumes }: DetectedDockerfile,
  another: boolean,
  unmapped: Unmapped[],
): Pick<DetectedComponent, 'volumes' | 'writablePaths'> {
  const { writablePaths } = component;
  const mounted = [...(component.volumes ?? []).map(({ value }) => value.path), ...(writablePaths?.value ?? [])];
  const more = volumes.filter(
    ({ value }) => /^\/[A-Za-z0-9._/-]+$/.test(value) && value !== '/tmp' && !mounted.some((path) => isWithin(value, path) || isWithin(path, value)),
  );
  const [first] = more;
  if (first === undefined) return {};
  const kept: Detected<PersistentVolume>[] = another ? [] : more.map(({ value, source }) => ({ value: { path: value }, source }));
  if (!another) unmapped.push(...more.map(({ value, source }) => ({ key: `VOLUME ${value}`, source, reason: reasonForPath(value, true), data: value })));
  return {
    writablePaths: { value: [...(writablePaths?.value ?? []), ...more.map(({ value }) => value)], source: writablePaths?.source ?? first.source },
    ...(kept.length === 0 ? {} : { volumes: [...(component.volumes ?? []), ...kept] }),
  };
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);
}
