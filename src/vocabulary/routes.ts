import { listOf, metadata, object, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const routes = {
  Route: object(
    'A way in from outside.',
    {
      component: ref('ComponentName'),
      port: ref('PortName'),
      path: ref('UrlPath', 'Path prefix.', { default: '/', examples: ['/'] }),
      timeout: text('How long a request may take, in an HTTPRoute. An Ingress has no field for it: give the annotation of its controller.', {
        pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$',
        examples: ['120s'],
      }),
      annotations: metadata('Annotations of the HTTPRoute or the Ingress.', { examples: [{ 'haproxy.org/timeout-server': '120s' }] }),
    },
    ['component', 'port'],
  ),
  EnvironmentRoute: object(
    'A route in an environment.',
    {
      hosts: listOf(
        text('A host name, in small letters, without scheme or path; no address.', {
          pattern: '^(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
          examples: ['shop.example.com'],
        }),
        'Host names.',
        { minItems: 1, uniqueItems: true, examples: [['shop.example.com']] },
      ),
      tlsSecret: ref(
        'SecretName',
        'Secret of type kubernetes.io/tls for an Ingress. A Gateway has its certificate itself. Default: the ingress controller’s certificate.',
      ),
      annotations: metadata('Annotations of the HTTPRoute or the Ingress here, over those of the route.', {
        examples: [{ 'haproxy.org/timeout-server': '120s' }],
      }),
    },
    ['hosts'],
  ),
} satisfies Definitions;
