import { flag, object, ref } from './builders.ts';
import type { Definitions } from './schema.ts';

export const monitoring = {
  Monitoring: object('Monitoring with Prometheus and Grafana.', {
    prometheus: flag('Whether to create a ServiceMonitor and a PrometheusRule.', { default: false, examples: [true] }),
    grafana: flag('Whether to create a ConfigMap with a Grafana dashboard.', { default: false, examples: [true] }),
    namespace: ref('Label', 'Namespace that Prometheus runs in. The NetworkPolicy allows it to scrape the app.', {
      default: 'monitoring',
      examples: ['monitoring'],
    }),
  }),
} satisfies Definitions;
