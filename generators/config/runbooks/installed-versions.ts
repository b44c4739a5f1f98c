/**
 * Versions of what the set-up runbook installs: a step that is followed in a year installs what was tested, not what somebody has
 * published since. The end-to-end tests run this Argo CD and have the CRDs of these operators; a test holds that they agree.
 */
export const installedVersions = {
  /** https://github.com/argoproj/argo-cd/releases */
  argocd: { version: 'v3.5.7' },
  /** https://github.com/kubernetes-sigs/gateway-api/releases */
  gatewayApi: { version: 'v1.4.1' },
  /** https://github.com/cloudnative-pg/charts/blob/cloudnative-pg-v0.27.0/charts/cloudnative-pg/Chart.yaml */
  cloudnativePg: { version: 'v1.28.0', chart: '0.27.0' },
  /** https://github.com/external-secrets/external-secrets/blob/helm-chart-1.3.2/deploy/charts/external-secrets/Chart.yaml */
  externalSecrets: { version: 'v1.3.2', chart: '1.3.2' },
  /** https://github.com/prometheus-community/helm-charts/blob/kube-prometheus-stack-77.14.0/charts/kube-prometheus-stack/Chart.yaml */
  prometheusOperator: { version: 'v0.85.0', chart: '77.14.0' },
} as const;
