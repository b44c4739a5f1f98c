import type { Component, PipelineConfig, Route } from '../generated/pipeline-config.ts';
import type { Path } from '../problems/path.ts';

/**
 * What lets everybody reach a path of a component's port: the place of an exposed port or of a route above the path, in any
 * environment. Undefined: nothing does.
 */
export function publishedBy(
  { routes }: Pick<PipelineConfig, 'routes'>,
  name: string,
  { ports }: Pick<Component, 'ports'>,
  { port, path }: { port: string; path: string },
): Path | undefined {
  const exposed: Path[] = ports?.[port]?.exposed === true ? [['components', name, 'ports', port, 'exposed']] : [];
  const published = Object.entries<Route>(routes ?? {})
    .filter(([, route]) => route.component === name && route.port === port && isBelow(path, route.path ?? '/'))
    .map(([route]): Path => ['routes', route]);
  return [...exposed, ...published][0];
}

/** Whether a route with this path prefix serves a path. Prefixes end where segments do, in an HTTPRoute as in an Ingress. */
function isBelow(path: string, prefix: string): boolean {
  const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return `${path}/`.startsWith(folder);
}
