import { annotations, listOf, object, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const routes = {
  Route: object(
    'An HTTP route from outside the cluster.',
    {
      component: ref('ComponentName', 'Component that receives the requests.'),
      port: ref('PortName', 'Name of a port of the component.'),
      path: ref('UrlPath', 'Path prefix.', { default: '/', examples: ['/'] }),
      timeout: text(
        'Request timeout in an HTTPRoute, as a duration such as `90s` or `1m30s`. An Ingress has no such field; use the annotation of its controller.',
        {
          pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$',
          examples: ['120s'],
        },
      ),
      annotations: annotations('Annotations of the HTTPRoute or Ingress.', { examples: [{ 'haproxy.org/timeout-server': '120s' }] }),
    },
    ['component', 'port'],
  ),
  EnvironmentRoute: object(
    'A route in an environment.',
    {
      hosts: listOf(
        text('A host name in lowercase, without scheme and path; not an IP address.', {
          pattern: '^(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
          examples: ['shop.example.com'],
        }),
        'Host names that the route serves.',
        { minItems: 1, uniqueItems: true, examples: [['shop.example.com']] },
      ),
      tlsSecret: ref(
        'SecretName',
        'Secret of type `kubernetes.io/tls` for an Ingress; a Gateway has its own certificate. Default: the certificate of the ingress controller.',
      ),
      annotations: annotations('Annotations of the HTTPRoute or Ingress here, which override those of the route.', {
        examples: [{ 'haproxy.org/timeout-server': '120s' }],
      }),
    },
    ['hosts'],
  ),
} satisfies Definitions;
