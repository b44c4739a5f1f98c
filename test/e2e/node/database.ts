/** What stands for CloudNativePG where containers run: one PostgreSQL without a volume, under the names that the operator gives. */

// biome-ignore lint/suspicious/noExplicitAny: a Kubernetes object
export function database(cluster: any, password: string): object[] {
  const { name, namespace } = cluster.metadata;
  const { database: databaseName, owner } = cluster.spec.bootstrap.initdb;
  const labels = { 'cnpg.io/cluster': name };
  const env = { POSTGRES_DB: databaseName, POSTGRES_USER: owner, POSTGRES_PASSWORD: password, PGDATA: '/tmp/data' };
  const pod = {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 70, runAsGroup: 70, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'postgres',
        image: 'docker.io/library/postgres:17-alpine',
        env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
        ports: [{ containerPort: 5432 }],
        readinessProbe: { exec: { command: ['pg_isready', '--host=127.0.0.1', `--username=${owner}`, `--dbname=${databaseName}`] }, periodSeconds: 1 },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: `${name}-rw`, namespace }, spec: { selector: labels, ports: [{ port: 5432 }] } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: `${name}-1`, namespace, labels }, spec: pod },
  ];
}
