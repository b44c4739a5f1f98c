/** A health check by HTTP. */
export interface HealthCheck {
  path: string;
  /** Undefined: the port of the app. */
  port?: number;
  /** By HTTPS, without verifying the certificate. */
  secure?: true;
  timing?: ProbeTiming;
  /** Start period, in which failures do not count. */
  startSeconds?: number;
}

/** Probe fields of Kubernetes; only those that are set. */
export interface ProbeTiming {
  periodSeconds?: number;
  timeoutSeconds?: number;
  failureThreshold?: number;
}

/** Options of HEALTHCHECK, or keys of Compose. */
export interface TimingTexts {
  interval?: string | undefined;
  timeout?: string | undefined;
  retries?: string | undefined;
  startPeriod?: string | undefined;
}

/** The local URL that a command requests: `curl -f http://localhost:3000/healthz`, also without its scheme. */
export function healthCheckIn(command: string, timing: TimingTexts = {}): HealthCheck | undefined {
  const url =
    /(?:\b(https?):\/\/|\s(?=\S+:\d+\/))(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(?:(\d+)|\$\{?\w+(?::-(\d+))?\}?))?(\/[^\s"'|;&)?#`\\]*)?/.exec(
      command,
    );
  if (url === null) return undefined;
  const [whole, scheme = 'http', number, fallback, path = '/'] = url;
  if (path.includes('$')) return undefined;
  const named = /(?:localhost|[\d.]+|\]):/.test(whole.replace(/^https?:\/\//, ''));
  const port = Number(number ?? fallback ?? (named ? Number.NaN : scheme === 'https' ? 443 : 80));
  return {
    path,
    ...(port >= 1 && port <= 65_535 ? { port } : {}),
    ...(scheme === 'https' ? { secure: true } : {}),
    ...timingOf(timing),
  };
}

function timingOf({ interval, timeout, retries, startPeriod }: TimingTexts): Pick<HealthCheck, 'timing' | 'startSeconds'> {
  const within = (value: number) => (Number.isInteger(value) && value >= 1 && value <= 3600 ? value : undefined);
  const [periodSeconds, timeoutSeconds, startSeconds] = [interval, timeout, startPeriod].map((text = '') => within(Math.ceil(secondsOf(text) ?? 0)));
  const failureThreshold = within(Number(retries));
  const timing: ProbeTiming = {
    ...(periodSeconds === undefined ? {} : { periodSeconds }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(failureThreshold === undefined ? {} : { failureThreshold }),
  };
  return { ...(Object.keys(timing).length === 0 ? {} : { timing }), ...(startSeconds === undefined ? {} : { startSeconds }) };
}

/** `1m30s`, `500ms`; undefined if it is not a duration. */
export function secondsOf(text: string): number | undefined {
  const match = /^(?:(\d{1,4})h)?(?:(\d{1,5})m(?!s))?(?:(\d{1,6}(?:\.\d+)?)s)?(?:(\d{1,7})ms)?$/.exec(text);
  if (match === null || text === '') return undefined;
  const [hours, minutes, seconds, milliseconds] = match.slice(1).map((part = '0') => Number(part)) as [number, number, number, number];
  return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000;
}
