/** Somebody on the way reads or changes a request, because the app answers without TLS: a route also joins a plain HTTP listener. */
import { expect, test } from 'vitest';
import { goldenTargets } from '../judges/goldens.ts';
import type { Data } from '../judges/pods.ts';
import { renderedObjects } from '../judges/renders.ts';

test.each(goldenTargets())('no route serves plain HTTP: $name', async (target) => {
  const objects = (await renderedObjects({ ...target, delivered: true })) as Data[] | null;
  if (objects === null) return;
  const served = new Set<string>();
  const redirected = new Set<string>();
  for (const { kind, metadata, spec } of objects) {
    if (kind === 'Ingress') {
      const hosts = (spec.rules as Data[]).map(({ host }) => host);
      expect(spec.tls.flatMap((each: Data) => each.hosts)).toEqual(hosts);
      if (spec.ingressClassName === 'haproxy') expect(metadata.annotations).toMatchObject({ 'haproxy.org/ssl-redirect': 'true' });
    }
    if (kind !== 'HTTPRoute') continue;
    for (const { sectionName } of spec.parentRefs as Data[]) {
      // Without one, a route joins every listener of the Gateway.
      expect(sectionName, metadata.name).toEqual(expect.any(String));
      for (const rule of spec.rules as Data[]) (rule.backendRefs === undefined ? redirected : served).add(sectionName);
      for (const { backendRefs, filters } of spec.rules as Data[])
        if (backendRefs === undefined) expect(filters).toEqual([{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }]);
    }
  }
  expect([...served].filter((listener) => redirected.has(listener))).toEqual([]);
});

test('a redirect takes the hosts and the path of its route', async () => {
  const target = goldenTargets().find(({ name }) => name === 'mastodon/mastodon/prod-eu');
  if (target === undefined) throw new Error('no golden mastodon');
  const objects = (await renderedObjects({ ...target, delivered: true })) as Data[] | null;
  if (objects === null) return;
  const route = (name: string) => objects.find(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name === name);
  for (const name of ['mastodon-public', 'mastodon-streaming']) {
    const [own, redirect] = [route(name), route(`${name}-redirect`)];
    expect(redirect.spec.hostnames).toEqual(own.spec.hostnames);
    expect(redirect.spec.rules[0].matches).toEqual(own.spec.rules[0].matches);
    expect(redirect.spec.parentRefs[0]).toEqual({ ...own.spec.parentRefs[0], sectionName: 'http' });
  }
});
