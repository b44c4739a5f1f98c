/** Components, jobs and cron jobs, as the app has them and as environments and clusters change them. */
import type { Schema } from '../../src/vocabulary/schema.ts';
import { configSchema } from '../vocabulary/leaves.ts';
import type { Draw, Fields } from './draw.ts';

type Mode = 'standalone' | 'multi-instance';

/** What all processes of a config may refer to. */
export interface Around {
  /** Undefined: the only one, of the app's name. */
  images: readonly string[] | undefined;
  appName: string;
  /** Images of the processes that are drawn already. */
  run: Set<string>;
  /** `db.url`, … */
  outputs: readonly string[];
  /** Of each environment. */
  modes: readonly Mode[];
}

/** A process of the app, and what may differ of it; `mode` is the environment's. */
export interface DrawnProcess {
  base: Fields;
  override: (mode: Mode, isLast: boolean) => Fields;
}

export function drawComponent(draw: Draw, around: Around, index: number): DrawnProcess {
  const { one, maybe, chance, object } = draw;
  const names = one([[], ['http'], ['on'], ['http', 'metrics'], ['on', 'n'], ['metrics', 'http']]);
  const exposed = one([0, 1, 2]);
  const protocols = names.map((name, place) => (place === 0 || name === 'metrics' ? one([undefined, 'TCP']) : one([undefined, 'TCP', 'UDP'])));
  const ports = (offset: number) =>
    Object.fromEntries(
      names.map((name, place) => [
        name,
        object('Port', {
          containerPort: 8080 + offset + place,
          servicePort: maybe(() => 80 + offset + place),
          protocol: protocols[place],
          exposed: place < exposed ? true : one([undefined, false]),
        }),
      ]),
    );
  const isExposed = exposed > 0 && names.length > 0;
  // Only the first component is scaled, and keeps data: the mode of others may be any.
  const scales = index === 0 ? one(['replicas', 'autoscaling', undefined] as const) : undefined;
  const isMulti = (mode: Mode | undefined) => mode === 'multi-instance';
  const scaling = (multi: boolean): Fields => ({
    replicas: scales === 'replicas' ? (multi ? one([0, 1, 3]) : one([0, 1])) : undefined,
    autoscaling: scales === 'autoscaling' && multi ? object('Autoscaling', { minReplicas: one([undefined, 2, 3]), maxReplicas: one([5, 10]) }) : undefined,
  });
  const shared = () => object('Volume', { existingClaim: undefined, mountPath: '/shared', size: one(['1Gi', '2Gi']), accessModes: ['ReadWriteMany'] });
  const own = () =>
    object('Volume', { existingClaim: undefined, mountPath: '/data', size: one(['1Gi', '5Gi']), accessModes: one([undefined, ['ReadWriteOnce']]) });
  const volumes = (standalone: boolean): Fields => (index === 0 ? { shared: shared(), ...(standalone && chance() ? { on: own() } : {}) } : {});
  const fields = (offset: number, given: Fields) => ({
    ...given,
    ports: ports(offset),
    service: object('Service', { type: isExposed ? one(['LoadBalancer', 'NodePort']) : one([undefined, 'ClusterIP']) }),
    readinessProbe: maybe(() => drawProbe(draw, names[0])),
    livenessProbe: maybe(() => drawProbe(draw, names[0])),
    startupProbe: maybe(() => drawProbe(draw, names[0])),
    metrics:
      names[0] === undefined
        ? one([undefined, false])
        : one([undefined, false, { port: names[0], public: true }, { port: names[0], path: '/on', public: true }]),
  });
  return drawProcess(
    draw,
    around,
    'Component',
    () =>
      fields(0, {
        mode: index === 0 ? undefined : one([undefined, 'standalone', 'multi-instance']),
        ...scaling(around.modes.some(isMulti)),
        volumes: volumes(!around.modes.some(isMulti)),
      }),
    (mode) =>
      fields(1000, {
        mode: index === 0 ? undefined : one([undefined, 'standalone', 'multi-instance']),
        ...scaling(isMulti(mode)),
        volumes: volumes(!isMulti(mode)),
      }),
  );
}

export function drawJob(draw: Draw, around: Around): DrawnProcess {
  const fields = () => ({ volumes: volumesOfJobs(draw, 'of-job') });
  return drawProcess(draw, around, 'Job', fields, fields);
}

export function drawCronJob(draw: Draw, around: Around): DrawnProcess {
  const fields = () => ({
    schedule: draw.one(['30 3 * * *', '*/5 0-6/2 1,15 jan-mar mon', '0 0 1 1 0']),
    timeZone: draw.one([undefined, 'Europe/Berlin', 'UTC']),
    volumes: volumesOfJobs(draw, 'of-cron-job'),
  });
  return drawProcess(draw, around, 'CronJob', fields, fields);
}

/** That of the first component, and one that no other process describes. */
function volumesOfJobs({ chance, one, object }: Draw, own: string): Fields {
  return {
    ...(chance() ? { shared: { mountPath: '/shared', readOnly: true } } : {}),
    ...(chance()
      ? { [own]: object('Volume', { mountPath: '/own', size: one(['1Gi', '2Gi']), accessModes: ['ReadWriteMany'], existingClaim: undefined }) }
      : {}),
  };
}

/** What every kind has, so that the app's own and what differs of it go together. */
function drawProcess(draw: Draw, around: Around, kind: string, own: () => Fields, differing: (mode: Mode) => Fields): DrawnProcess {
  const { one, maybe, chance, object, text } = draw;
  const env = (names: readonly string[]): Fields => ({
    ...Object.fromEntries(names.filter(chance).map((name) => [name, text()])),
    ...Object.fromEntries(around.outputs.filter(chance).map((from, index) => [`FROM_${index}`, { from }])),
    ...(chance() ? { SECRET: { secretKeyRef: { name: one(['on', 'login']), key: one(['n', 'key']) } } } : {}),
  });
  const claim = (): Fields => object('Volume', { mountPath: '/claim', size: undefined, accessModes: ['ReadWriteMany'], existingClaim: one(['n', 'media']) });
  const quantities = (cpu: readonly string[], memory: readonly string[]) =>
    maybe(() => ({ cpu: one([undefined, ...cpu]), memory: one([undefined, ...memory]) }));
  const shared = (names: readonly string[], { volumes, ...given }: Fields): Fields => ({
    ...given,
    env: env(names),
    tolerations: maybe(() => [drawToleration(draw)]),
    uses: maybe(() => [...new Set(around.outputs.filter(chance).map((output) => output.split('.')[0]))]),
    resources: { requests: quantities(['50m', '100m'], ['64Mi', '128Mi']), limits: quantities(['500m', '2'], ['512Mi', '1Gi']) },
    volumes: { ...(volumes as Fields), ...(chance() ? { claim: claim() } : {}) },
  });
  // Never runAsNonRoot: true, which a user above or below it might not go with.
  const security = (): Fields => {
    const securityContext = (runAsNonRoot: false | undefined): Fields => object('SecurityContext', { runAsNonRoot });
    if (one([true, false, false])) return { runAsUser: 0, securityContext: securityContext(false) };
    return { runAsUser: one([undefined, 1, 10001, 10002]), securityContext: maybe(() => securityContext(one([undefined, false]))) };
  };
  const images = around.images ?? [around.appName];
  const image = images.length > 1 ? one(images) : maybe(() => images[0]);
  around.run.add(image ?? images[0] ?? around.appName);
  return {
    base: object(kind, { ...shared(['TEXT', 'on', 'NO', 'constructor', '_x'], own()), ...security(), image }),
    override: (mode, isLast) => {
      const given = object(`${kind}Override`, {
        ...shared(['on', 'DIFFERS'], differing(mode)),
        runAsUser: undefined,
        securityContext: undefined,
        image: undefined,
      });
      return {
        ...Object.fromEntries(Object.entries(given).filter(chance)),
        ...(chance() ? security() : {}),
        // What an environment runs, the one that it promotes from must run.
        ...(isLast && chance() ? { image: one([...around.run]) } : {}),
      };
    },
  };
}

/** Of fields that go together. */
function drawToleration({ one, object }: Draw): Fields {
  const ends = { effect: 'NoExecute' };
  const stays = { effect: one([undefined, 'NoSchedule', 'PreferNoSchedule']), tolerationSeconds: undefined };
  const key = one(['dedicated', 'on']);
  const matches = one([
    { operator: 'Exists', value: undefined },
    { key, operator: 'Exists', value: undefined },
    { key, operator: one([undefined, 'Equal']) },
  ]);
  return object('Toleration', { ...matches, ...one([ends, stays]) });
}

function drawProbe({ one, object, value, text }: Draw, port: string | undefined): Fields {
  const handlers: (() => Fields)[] = [
    () => ({ exec: { command: ['probe', text()] } }),
    () => ({ grpc: value(probeField('grpc')) }),
    ...(port === undefined ? [] : [() => ({ httpGet: object(probeField('httpGet'), { port }) }), () => ({ tcpSocket: { port } })]),
  ];
  return object('Probe', { httpGet: undefined, tcpSocket: undefined, exec: undefined, grpc: undefined, ...one(handlers)() });
}

const probeField = (name: string): Schema => configSchema.$defs?.Probe?.properties?.[name] ?? {};
