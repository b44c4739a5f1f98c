import { flag, object, ref } from './builders.ts';
import type { Definitions } from './schema.ts';

export const monitoring = {
  Monitoring: object('Prometheus and Grafana.', {
    prometheus: flag('ServiceMonitor and PrometheusRule.', { default: false, examples: [true] }),
    grafana: flag('A Grafana dashboard in a ConfigMap.', { default: false, examples: [true] }),
    namespace: ref('Label', 'Namespace of Prometheus: the NetworkPolicy lets it in.', { default: 'monitoring', examples: ['monitoring'] }),
  }),
} satisfies Definitions;
