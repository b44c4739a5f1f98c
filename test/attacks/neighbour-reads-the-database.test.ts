/**
 * A pod that is not the app’s, or a process of the app that was taken over, connects to what it has no business with: another
 * app’s database, a cache without a password, the addresses where clouds serve credentials. The rendered NetworkPolicies are
 * evaluated as Kubernetes does, with the most generous reading of an ipBlock.
 */
import { describe, expect, test } from 'vitest';
import { goldenTargets } from '../judges/goldens.ts';
import { addressOf, allows, type End, endOf, podInNamespace } from '../judges/network-policies.ts';
import { podTemplates } from '../judges/pods.ts';
import { type KubernetesObject, renderedObjects } from '../judges/renders.ts';

/** A golden release, with its pods by their names without that of the app. */
async function release(name: string): Promise<{ objects: KubernetesObject[]; pod: (name: string) => End } | null> {
  const target = goldenTargets().find((candidate) => candidate.name === name);
  if (target === undefined) throw new Error(`no golden ${name}`);
  const objects = await renderedObjects({ ...target, delivered: true });
  if (objects === null) return null;
  const pods = podTemplates(objects);
  const pod = (of: string) => {
    const found = pods.find((each) => each.name === `${target.app.model.app.name}-${of}`);
    if (found === undefined) throw new Error(`${name} has no pod ${of}`);
    return endOf(found);
  };
  return { objects, pod };
}

const stranger = podInNamespace('another-app');
const dev = 'depot/depot/dev-eu-1';
const operator = 'shop/shop/prod-prod-dc1';

describe('a pod of another app in the cluster', () => {
  test.each([
    ['PostgreSQL', 'shop/shop/dev-dev-eu', 'db', 5432],
    ['Valkey', 'shop/shop/dev-dev-eu', 'cache', 6379],
    ['MariaDB', dev, 'db', 3306],
    ['MySQL', dev, 'legacy', 3306],
    ['MongoDB', dev, 'scans', 27017],
    ['RabbitMQ', dev, 'tasks', 5672],
    ['Memcached, which asks for no password', dev, 'pages', 11211],
    ['PostgreSQL of CloudNativePG', operator, 'db', 5432],
    ['the status of CloudNativePG', operator, 'db', 8000],
    ['the metrics of CloudNativePG', operator, 'db', 9187],
  ])('does not reach %s', async (_, name, service, port) => {
    const found = await release(name);
    if (found === null) return;
    const { objects, pod } = found;
    expect(allows(objects, stranger, pod(service), { port }, 'always')).toBe(false);
    // Nor with the labels of the app, which everybody can give a pod of a namespace of his own.
    const web = podTemplates(objects).find(({ name: each }) => each.endsWith('-web'));
    expect(allows(objects, podInNamespace('another-app', web?.labels), pod(service), { port }, 'always')).toBe(false);
    expect(allows(objects, pod('web'), pod(service), { port: port === 9187 ? 5432 : port }, 'never')).toBe(port !== 8000);
  });
});

describe('a process of the app that was taken over', () => {
  test('does not reach a service that it does not use', async () => {
    const found = await release('mastodon/mastodon/staging-dc1');
    if (found === null) return;
    const { objects, pod } = found;
    const reached = (from: string) =>
      [
        ['db', 5432],
        ['cache', 6379],
      ].flatMap(([service, port]) => (allows(objects, pod(from), pod(String(service)), { port: Number(port) }, 'always') ? [service] : []));
    expect(reached('web')).toEqual(['db', 'cache']);
    expect(reached('migrate')).toEqual(['db']);
    expect(reached('relay')).toEqual(['cache']);
  });

  test('does not open connections from a database to the outside, or to the app', async () => {
    const found = await release(dev);
    if (found === null) return;
    const { objects, pod } = found;
    for (const service of ['db', 'legacy', 'scans', 'tasks', 'pages'])
      for (const to of [addressOf('203.0.113.7'), stranger, pod('web'), pod(service === 'db' ? 'scans' : 'db')])
        for (const port of [80, 443, 3306, 8000, 27017])
          expect(allows(objects, pod(service), to, { port }, 'always'), `${service} to ${to.name}:${port}`).toBe(false);
  });

  test('does not tunnel through port 53 of a server of its own', async () => {
    const found = await release(dev);
    if (found === null) return;
    const { objects, pod } = found;
    for (const from of ['web', 'worker', 'migrate', 'db'])
      for (const protocol of ['UDP', 'TCP'] as const)
        expect(allows(objects, pod(from), addressOf('203.0.113.7'), { port: 53, protocol }, 'always'), from).toBe(false);
  });

  test.each(goldenTargets())('does not get the credentials of the node: $name', async (target) => {
    const objects = await renderedObjects({ ...target, delivered: true });
    if (objects === null) return;
    const reached = podTemplates(objects).flatMap((pod) =>
      ['169.254.169.254', '168.63.129.16', '100.100.100.200'].filter(
        (address) => [80, 443].some((port) => allows(objects, endOf(pod), addressOf(address), { port }, 'always')) && pod.spec !== null,
      ),
    );
    expect(reached).toEqual([]);
  });
});
