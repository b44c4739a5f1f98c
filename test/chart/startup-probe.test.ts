/** A pod is ready as soon as it answers: without a startup probe of its own, a component is asked every second until then. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { goldenTargets } from '../judges/goldens.ts';
import { anyHelm, template } from '../judges/helm.ts';
import { type KubernetesObject, parseObjects, renderedObjects, withChart } from '../judges/renders.ts';

interface Container {
  startupProbe?: Record<string, unknown>;
  readinessProbe?: Record<string, unknown>;
  livenessProbe?: Record<string, unknown>;
}

/** The container of a workload. */
function containerOf(workload: KubernetesObject): Container {
  const { template } = workload.spec as { template: { spec: { containers: [Container] } } };
  return template.spec.containers[0];
}

test.for(goldenTargets())('$name', async ({ name, ...golden }) => {
  const objects = (await renderedObjects({ name, ...golden, delivered: true })) ?? [];
  for (const { name: component, startupProbe, readinessProbe, livenessProbe } of golden.target.components) {
    const workload = objects.find(
      ({ kind, metadata }) => /^(?:Deployment|StatefulSet)$/.test(kind) && metadata.name === `${golden.app.model.app.name}-${component}`,
    );
    if (workload === undefined) continue;
    const container = containerOf(workload);
    const byDefault = startupProbe === null && readinessProbe !== null && livenessProbe === null;
    if (byDefault) expect(container.startupProbe).toEqual({ ...container.readinessProbe, periodSeconds: 1, failureThreshold: 600 });
    else expect(container.startupProbe).toEqual(startupProbe ?? undefined);
  }
});

test('the goldens have components with and without one of their own', () => {
  const components = goldenTargets().flatMap(({ target }) => target.components);
  expect(components.some(({ startupProbe }) => startupProbe !== null)).toBe(true);
  expect(components.some(({ readinessProbe, startupProbe }) => readinessProbe !== null && startupProbe === null)).toBe(true);
});

const helm = anyHelm();
const shop = goldenTargets().find(({ name }) => name === 'shop/shop/dev-dev-eu');

// A startup probe would delay it: whoever has a liveness probe knows how long a start takes.
test.skipIf(helm === null)('a component with a liveness probe has none by default', async () => {
  if (helm === null || shop === undefined) throw new Error('golden shop has no target dev-eu');
  const { stdout } = await withChart({ ...shop, delivered: true }, (release) => {
    const file = join(release.chart, 'values.yaml');
    const values = parseDocument(readFileSync(file, 'utf8'));
    values.setIn(['components', 'web', 'livenessProbe'], {
      tcpSocket: { port: 'http' },
      initialDelaySeconds: 0,
      periodSeconds: 10,
      timeoutSeconds: 2,
      failureThreshold: 3,
    });
    writeFileSync(file, values.toString());
    return template(helm, release);
  });
  const [container] = parseObjects(stdout).flatMap((object) => (object.kind === 'Deployment' ? [containerOf(object)] : []));
  expect(container?.livenessProbe).toBeDefined();
  expect(container?.startupProbe).toBeUndefined();
});
