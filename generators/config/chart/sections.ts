/** What each top-level key of the chart's values is: a comment in the values files, a description in their schema and in the chart's README. */
export const sections = {
  environment: 'Name of the environment, used in the labels of alerts and in the dashboard.',
  mode: '`standalone`: one pod per component. `multi-instance`: several, with a PodDisruptionBudget.',
  images: 'CD writes tag and digest. Never edit them by hand; regeneration keeps them.',
  components: 'Long-running processes. Each becomes a Deployment, or a StatefulSet if it has a volume of its own.',
  jobs: 'Jobs that Argo CD runs with every sync.',
  cronJobs: 'Jobs that Kubernetes runs on a schedule.',
  routes: 'HTTP routes from outside the cluster. Each route with hosts becomes an HTTPRoute or an Ingress.',
  auxiliaryServices: 'Databases, caches and other services that the app uses. The provider differs by environment and cluster.',
  extraManifests: 'Kubernetes objects that the chart copies unchanged.',
  monitoring: 'Metrics and alerts for Prometheus, and a dashboard for Grafana.',
  secrets: 'Source of Secrets. `vault`: the chart creates an ExternalSecret for each. `kubernetes`: they must exist in the namespace.',
  cluster: 'Storage, routing and registry access of the cluster.',
} as const;
