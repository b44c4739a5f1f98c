import { unsetMarker } from '../config/unset.ts';
import type { ProposedComponent } from '../detect/proposed-component.ts';
import type { Component, Probe } from '../generated/pipeline-config.ts';
import { defaultPort } from '../languages/default-port.ts';

type Probed = Pick<Component, 'ports' | 'readinessProbe' | 'startupProbe'>;

/** Where a component listens. `guess`: no file names the port, and an existing image determines it. */
export interface Listening {
  port: number;
  guess: boolean;
  /** Needs a web server in front: probes and routes do not support FastCGI. */
  fastCgi?: true;
}

/** Undefined: the component has no port. `reached`: it receives external traffic, so it must have one. */
export function listeningOf({ port, dockerfile }: ProposedComponent, reached: boolean, ownDockerfile: boolean): Listening | undefined {
  if (dockerfile?.fastCgi !== undefined && (port?.value ?? 9000) === 9000 && reached) return { port: 9000, guess: true, fastCgi: true };
  if (port !== undefined) return { port: port.value, guess: false };
  return reached ? { port: Number(defaultPort), guess: ownDockerfile } : undefined;
}

/** A health check on another port adds that port. For HTTPS, the probe only checks that the port accepts connections. */
export function portsOf({ health }: ProposedComponent, listening: Listening | undefined): Probed {
  if (listening === undefined) return {};
  const { value } = health ?? {};
  const apart = value?.port !== undefined && value.port !== listening.port ? { health: { containerPort: value.port } } : {};
  const port = 'health' in apart ? 'health' : 'http';
  const handler: Probe =
    listening.guess && value === undefined
      ? { httpGet: { path: `/${unsetMarker}`, port } }
      : value === undefined || value.secure
        ? { tcpSocket: { port } }
        : { httpGet: { path: value.path, port } };
  const { periodSeconds = 10, failureThreshold = 3 } = value?.timing ?? {};
  const start = value?.startSeconds;
  return {
    ports: { http: { containerPort: listening.port }, ...apart },
    readinessProbe: { ...handler, ...value?.timing },
    // Docker counts failures only after the start period.
    ...(start === undefined ? {} : { startupProbe: { ...handler, ...value?.timing, failureThreshold: Math.ceil(start / periodSeconds) + failureThreshold } }),
  };
}

/** Comments on ports and probe, by JSON pointer. */
export function commentsOnPorts({ name, port, health, dockerfile }: ProposedComponent, { guess, fastCgi }: Listening): Record<string, string> {
  const at = `/components/${name}`;
  if (fastCgi)
    return {
      [`${at}/ports`]: `FastCGI, from ${dockerfile?.fastCgi?.source}: add the web server to the image, and set its port here.`,
      [`${at}/readinessProbe`]: 'A path that the web server serves when the app is ready.',
    };
  return {
    [`${at}/ports`]:
      port !== undefined ? `From ${port.source}.` : guess ? `No file names the port: ${defaultPort} is a guess.` : 'The port that the process listens on.',
    [`${at}/readinessProbe`]:
      health !== undefined
        ? `From ${health.source}.`
        : guess
          ? 'A path that responds when the app is ready; check the port too.'
          : "A path that fails when the app is not ready is a better probe: httpGet: { path: '/healthz', port: 'http' }",
  };
}
