/** How a container says that it can work: it is asked for a URL. */
export interface HealthCheck {
  path: string;
  /** undefined: the app's own. */
  port?: number;
  /** By HTTPS, which nothing checks the certificate of. */
  secure?: true;
  timing?: ProbeTiming;
  /** In which failures do not count. */
  startSeconds?: number;
}

/** As Kubernetes names them; only what is said. */
export interface ProbeTiming {
  periodSeconds?: number;
  timeoutSeconds?: number;
  failureThreshold?: number;
}

/** The options of HEALTHCHECK, and the keys of compose. */
export interface TimingTexts {
  interval?: string | undefined;
  timeout?: string | undefined;
  retries?: string | undefined;
  startPeriod?: string | undefined;
}

/** The URL that a command asks this very machine for: `curl -f http://localhost:3000/healthz`, also without its scheme. */
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

/** `1m30s`, `500ms`; undefined where it is none. */
export function secondsOf(text: string): number | undefined {
  const match = /^(?:(\d{1,4})h)?(?:(\d{1,5})m(?!s))?(?:(\d{1,6}(?:\.\d+)?)s)?(?:(\d{1,7})ms)?$/.exec(text);
  if (match === null || text === '') return undefined;
  const [hours, minutes, seconds, milliseconds] = match.slice(1).map((part = '0') => Number(part)) as [number, number, number, number];
  return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000;
}
