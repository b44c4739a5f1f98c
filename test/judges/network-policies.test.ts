import { describe, expect, test } from 'vitest';
import { judgeEveryRelease } from './every-release.ts';
import { goldenTargets } from './goldens.ts';
import { addressOf, allows, type End, judgeNetworkPolicies, podInNamespace } from './network-policies.ts';
import type { Data } from './pods.ts';
import { type KubernetesObject, renderedObjects } from './renders.ts';

describe('judge: network policies', () => {
  judgeEveryRelease('delivered', (objects, { app, target }) => judgeNetworkPolicies(app.model, target, objects));

  describe('refuses', () => {
    const golden = (name: string) => {
      const found = goldenTargets().find((target) => target.name === name);
      if (found === undefined) throw new Error(`no golden ${name}`);
      return { ...found, delivered: true };
    };
    const policy = (objects: readonly KubernetesObject[], name: string): Data => {
      const found = (objects as Data[]).find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name);
      if (found === undefined) throw new Error(`no policy ${name}`);
      return found;
    };
    const anyPeer = (rule: Data, peers: 'from' | 'to') => delete rule[peers];
    test.each<[string, string, string, (spec: Data) => void, string]>([
      [
        'a pod without a policy',
        'shop/shop/dev-dev-eu',
        'shop-db',
        (spec) => Object.assign(spec, { podSelector: { matchLabels: { none: '' } } }),
        'no policy of type Ingress',
      ],
      ['a policy without egress', 'shop/shop/dev-dev-eu', 'shop-db', (spec) => Object.assign(spec, { policyTypes: ['Ingress'] }), 'no policy of type Egress'],
      ['a database that anybody reaches', 'shop/shop/dev-dev-eu', 'shop-db', (spec) => anyPeer(spec.ingress[0], 'from'), 'a pod of elsewhere reaches db'],
      ['a cache that nobody reaches', 'shop/shop/dev-dev-eu', 'shop-cache', (spec) => delete spec.ingress, 'cannot reach cache, which it uses'],
      ['a process that reaches no database', 'shop/shop/dev-dev-eu', 'shop-web', (spec) => spec.egress.splice(3, 1), 'cannot reach db, which it uses'],
      ['a process that reaches nothing outside', 'depot/depot/prod-eu-1', 'depot-web', (spec) => spec.egress.splice(2, 6), 'cannot reach'],
      [
        'a process that reaches more',
        'mastodon/mastodon/staging-dc1',
        'mastodon-cache',
        (spec) => anyPeer(spec.ingress[0], 'from'),
        'a pod of elsewhere reaches cache',
      ],
      [
        'an operator that is kept out',
        'mastodon/mastodon/staging-dc1',
        'mastodon-db',
        (spec) => spec.ingress.splice(1, 1),
        'a pod of openshift-operators cannot reach',
      ],
      [
        'instances without the API server',
        'mastodon/mastodon/staging-dc1',
        'mastodon-db',
        (spec) => spec.egress.splice(2, 1),
        'cannot reach 10.10.0.0 at 6443',
      ],
      ['pods without DNS', 'mastodon/mastodon/staging-dc1', 'mastodon-db', (spec) => spec.egress.splice(0, 1), 'for names'],
      [
        'a Service whose pods are out of reach',
        'depot/depot/dev-eu-1',
        'depot-web',
        (spec) => {
          for (const rule of spec.egress) for (const port of rule.ports ?? []) if (port.port === 8080) port.port = 80;
        },
        'cannot reach carrier, which it uses',
      ],
      [
        'addresses of DNS behind the port of pods',
        'depot/depot/dev-eu-1',
        'depot-web',
        (spec) => {
          for (const rule of spec.egress) for (const port of rule.ports ?? []) if (port.port === 53) port.port = 8053;
        },
        'cannot ask 169.254.20.10 for names',
      ],
      ['DNS from anybody', 'shop/shop/dev-dev-eu', 'shop-web', (spec) => anyPeer(spec.egress[0], 'to'), 'asks anybody for names'],
      [
        'an open metadata server',
        'shop/shop/dev-dev-eu',
        'shop-web',
        (spec) => spec.egress.push({ ports: [{ port: 80, protocol: 'TCP' }] }),
        'reaches 169.254.169.254',
      ],
      [
        'credentials that are out of reach',
        'mastodon/mastodon/prod-eu',
        'mastodon-sidekiq',
        (spec) => Object.assign(spec, { egress: spec.egress.filter((rule: Data) => rule.ports?.[0]?.port !== 80) }),
        'cannot reach 169.254.170.23',
      ],
      [
        'an open port',
        'staging/library/staging-test-eu',
        'library-web',
        (spec) => anyPeer(spec.ingress[0], 'from'),
        'port metrics is open to other namespaces',
      ],
      ['a route that is kept out', 'shop/shop/dev-dev-eu', 'shop-web', (spec) => spec.ingress.splice(1, 1), 'port http is closed to other namespaces'],
    ])('%s', async (_, name, of, change, finding) => {
      const variant = golden(name);
      const objects = structuredClone(await renderedObjects(variant));
      if (objects === null) return;
      expect(judgeNetworkPolicies(variant.app.model, variant.target, objects)).toEqual([]);
      change(policy(objects, of).spec);
      expect(judgeNetworkPolicies(variant.app.model, variant.target, objects).join('\n')).toContain(finding);
    });
  });

  describe('evaluates as Kubernetes does:', () => {
    const pod = (app: string): End => ({ kind: 'pod', name: app, labels: { app }, ports: new Map([['http', 8080]]) });
    const policyOf = (app: string, spec: object): KubernetesObject => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: app },
      spec: { podSelector: { matchLabels: { app } }, ...spec },
    });
    const everything = { podSelector: { matchLabels: { app: 'web' } } };
    test.each<[string, object | undefined, End, boolean]>([
      ['without a policy everything passes', undefined, pod('web'), true],
      ['an ingress without rules passes nothing', { policyTypes: ['Ingress'] }, pod('web'), false],
      ['an empty rule passes everything', { policyTypes: ['Ingress'], ingress: [{}] }, addressOf('192.0.2.1'), true],
      ['a policy of egress lets everything in', { policyTypes: ['Egress'] }, pod('web'), true],
      ['a pod selector means this namespace', { policyTypes: ['Ingress'], ingress: [{ from: [everything] }] }, podInNamespace('other', { app: 'web' }), false],
      [
        'selectors in one peer hold both',
        { policyTypes: ['Ingress'], ingress: [{ from: [{ ...everything, namespaceSelector: {} }] }] },
        podInNamespace('other', { app: 'api' }),
        false,
      ],
      [
        'selectors in two peers hold either',
        { policyTypes: ['Ingress'], ingress: [{ from: [everything, { namespaceSelector: {} }] }] },
        podInNamespace('other'),
        true,
      ],
      [
        'a network has exceptions',
        { policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }] },
        addressOf('10.1.2.3'),
        false,
      ],
      [
        'and the rest',
        { policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }] },
        addressOf('10.2.2.3'),
        true,
      ],
      ['a named port is the pod’s', { policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 'http', protocol: 'TCP' }] }] }, pod('web'), true],
      ['a protocol counts', { policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 8080, protocol: 'UDP' }] }] }, pod('web'), false],
    ])('%s', (_, spec, from, expected) => {
      const objects = spec === undefined ? [] : [policyOf('db', spec)];
      expect(allows(objects, from, pod('db'), { port: 8080 }, 'never')).toBe(expected);
    });
  });
});
