/** Path of the URL that a command asks this very machine for: `curl -f http://localhost:3000/healthz`, also without its scheme. */
export function pathIn(command: string): string | undefined {
  const url = /(?:\bhttps?:\/\/|\s(?=\S+:\d+\/))(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(?:\d+|\$\{?\w+(?::-\d+)?\}?))?(\/[^\s"'|;&)?#`\\]*)?/.exec(
    command,
  );
  if (url === null) return undefined;
  const path = url[1] ?? '/';
  return path.includes('$') ? undefined : path;
}
