/** A small release that every judge of rendered objects accepts; tests change one thing and expect the finding. */
import type { Data } from './pods.ts';
import type { KubernetesObject } from './renders.ts';

const labels = (component: string) => ({ 'app.kubernetes.io/name': 'shop', 'app.kubernetes.io/component': component });

export function sampleRelease(): KubernetesObject[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'shop' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shop-web' }, data: { LEVEL: 'info' } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop-web', labels: labels('web') },
      spec: {
        selector: { matchLabels: labels('web') },
        template: {
          metadata: { labels: labels('web') },
          spec: {
            serviceAccountName: 'shop',
            containers: [
              {
                name: 'web',
                image: 'registry.example.com/shop:1',
                ports: [{ name: 'http', containerPort: 8080 }],
                readinessProbe: { httpGet: { path: '/', port: 'http' } },
                env: [
                  { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'shop-db', key: 'password' } } },
                  { name: 'URL', value: 'postgresql://shop:$(PASSWORD)@db/shop' },
                ],
                envFrom: [{ configMapRef: { name: 'shop-web' } }],
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
              },
            ],
            volumes: [{ name: 'tmp', emptyDir: {} }],
          },
        },
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop-worker', labels: labels('worker') },
      spec: {
        selector: { matchLabels: labels('worker') },
        template: { metadata: { labels: labels('worker') }, spec: { containers: [{ name: 'worker', image: 'registry.example.com/shop:1' }] } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'shop-web', labels: labels('web') },
      spec: { selector: labels('web'), ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'shop-web' },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels('web') } },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'shop-web' },
      spec: {
        podSelector: { matchLabels: labels('web') },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: labels('worker') } }], ports: [{ port: 'http', protocol: 'TCP' }] }],
      },
    },
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name: 'shop-web' },
      spec: { selector: { matchLabels: labels('web') }, endpoints: [{ port: 'http' }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'shop-public' },
      spec: {
        rules: [
          {
            host: 'shop.example.com',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'shop-web', port: { name: 'http' } } } }] },
          },
        ],
      },
    },
  ];
}

/** The sample with a change of one of its objects. */
export function sampleWith(kind: string, name: string, change: (object: Data) => void): KubernetesObject[] {
  const objects = sampleRelease();
  const object = objects.find((candidate) => candidate.kind === kind && candidate.metadata.name === name);
  if (object === undefined) throw new Error(`the sample has no ${kind} ${name}`);
  change(object);
  return objects;
}

/** The sample with a change of the pod of its Deployment shop-web. */
export function webPod(change: (pod: Data) => void): KubernetesObject[] {
  return sampleWith('Deployment', 'shop-web', (object) => change(object.spec.template.spec));
}
