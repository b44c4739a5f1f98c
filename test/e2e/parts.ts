/** The real programs that the end-to-end tests run, and how each is built from a Go module with pinned versions. */
import { join } from 'node:path';

/** Folders of modules: go.mod and go.sum pin every version and checksum. Most have no Go file: the program is in a module that they require. */
export const modulesFolder = join(import.meta.dirname, 'modules');

export interface Program {
  /** Name of the executable. */
  name: string;
  /** Folder below modules/. */
  module: string;
  /** Package that is built. */
  package: string;
  /** Module whose version goes into `linkerFlags`; undefined where the program is only here. */
  versionOf: string | undefined;
  /** Flags that give the program its version; without them an API server calls itself v0.0.0. */
  linkerFlags: (version: string) => string[];
  /** More flags of `go build`. */
  buildFlags?: readonly string[];
  /** Whether it has parts in C. */
  cgo?: boolean;
  /** Minutes of a cold build on two cores, measured. */
  minutes: number;
}

export const kubernetesFlags = (version: string) =>
  ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((path) => {
    const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
    return [`-X ${path}.gitVersion=${version}`, `-X ${path}.gitMajor=${major}`, `-X ${path}.gitMinor=${minor}`, `-X ${path}.gitTreeState=clean`];
  });

const kubernetes = (name: string, minutes: number): Program => ({
  name,
  module: 'kubernetes',
  package: `k8s.io/kubernetes/cmd/${name}`,
  versionOf: 'k8s.io/kubernetes',
  linkerFlags: kubernetesFlags,
  minutes,
});

/** The oldest API server that docs/config.md promises; `npm run e2e:setup -- --oldest` builds it, oldest.test.ts runs it. */
export const oldestApiServer: Program = {
  name: 'kube-apiserver-oldest',
  module: 'kubernetes-oldest',
  package: 'k8s.io/kubernetes/cmd/kube-apiserver',
  versionOf: 'k8s.io/kubernetes',
  linkerFlags: kubernetesFlags,
  minutes: 5,
};

const argocdVersion = 'github.com/argoproj/argo-cd/v3/common';

export const programs: readonly Program[] = [
  { name: 'etcd', module: 'kubernetes', package: 'go.etcd.io/etcd/server/v3', versionOf: 'go.etcd.io/etcd/server/v3', linkerFlags: () => [], minutes: 1 },
  kubernetes('kube-apiserver', 5),
  kubernetes('kube-controller-manager', 2),
  kubernetes('kube-scheduler', 1),
  kubernetes('kubectl', 1),
  { name: 'kwok', module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok', versionOf: 'sigs.k8s.io/kwok', linkerFlags: () => [], minutes: 2 },
  {
    name: 'argocd',
    module: 'argocd',
    package: 'github.com/argoproj/argo-cd/v3/cmd',
    versionOf: 'github.com/argoproj/argo-cd/v3',
    linkerFlags: (version) => [
      `-X ${argocdVersion}.version=${version.slice(1)}`,
      `-X ${argocdVersion}.gitTag=${version}`,
      `-X ${argocdVersion}.gitTreeState=clean`,
      `-X ${argocdVersion}.gitCommit=${'0'.repeat(40)}`,
    ],
    minutes: 10,
  },
  {
    name: 'act',
    module: 'act',
    package: 'github.com/nektos/act',
    versionOf: 'github.com/nektos/act',
    linkerFlags: (version) => [`-X main.version=${version.slice(1)}`],
    minutes: 1,
  },
];

/** Files that come with a module: Argo CD's CRDs, default settings and Git wrapper, kwok's life of a pod. */
export const moduleData = {
  argocd: { module: 'argocd', of: 'github.com/argoproj/argo-cd/v3' },
  kwok: { module: 'kwok', of: 'sigs.k8s.io/kwok' },
} as const;

/** CRDs in a Go module; the checksum is that of the module. */
export interface CrdModule {
  module: string;
  version: string;
  sum: string;
  folder: string;
  files: readonly string[];
}

/** CRDs of the operators. */
export const crdModules: readonly CrdModule[] = [
  {
    module: 'sigs.k8s.io/gateway-api',
    version: 'v1.4.1',
    sum: 'h1:NPxFutNkKNa8UfLd2CMlEuhIPMQgDQ6DXNKG9sHbJU8=',
    folder: 'config/crd/standard',
    files: ['gateway.networking.k8s.io_gateways.yaml', 'gateway.networking.k8s.io_httproutes.yaml'],
  },
  {
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    folder: 'config/crds/bases',
    files: [
      'external-secrets.io_clustersecretstores.yaml',
      'external-secrets.io_secretstores.yaml',
      'external-secrets.io_externalsecrets.yaml',
      'generators.external-secrets.io_acraccesstokens.yaml',
      'generators.external-secrets.io_ecrauthorizationtokens.yaml',
      'generators.external-secrets.io_gcraccesstokens.yaml',
      'generators.external-secrets.io_passwords.yaml',
    ],
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.85.0',
    sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    folder: 'example/prometheus-operator-crd',
    files: ['monitoring.coreos.com_prometheuses.yaml', 'monitoring.coreos.com_prometheusrules.yaml', 'monitoring.coreos.com_servicemonitors.yaml'],
  },
  {
    module: 'github.com/cloudnative-pg/cloudnative-pg',
    version: 'v1.28.0',
    sum: 'h1:vkv0a0ewDSfJOPJrsyUr4uczsxheReAWf/k171V0Dm0=',
    folder: 'config/crd/bases',
    files: ['postgresql.cnpg.io_clusters.yaml'],
  },
];

/** The CRDs of the oldest versions that the app's objects need, as src/derived/needed-versions.ts lists them. */
export const oldestCrdModules: readonly CrdModule[] = [
  {
    module: 'sigs.k8s.io/gateway-api',
    version: 'v1.2.0',
    sum: 'h1:LrToiFwtqKTKZcZtoQPTuo3FxhrrhTgzQG0Te+YGSo8=',
    folder: 'config/crd/standard',
    files: ['gateway.networking.k8s.io_gateways.yaml', 'gateway.networking.k8s.io_httproutes.yaml'],
  },
  {
    module: 'github.com/external-secrets/external-secrets',
    version: 'v0.16.2',
    sum: 'h1:iNY+gIgSyL5higXTfnz+hdPCaiB/43UiHLqE7HBpj68=',
    folder: 'config/crds/bases',
    files: [
      'external-secrets.io_clustersecretstores.yaml',
      'external-secrets.io_secretstores.yaml',
      'external-secrets.io_externalsecrets.yaml',
      'generators.external-secrets.io_ecrauthorizationtokens.yaml',
      'generators.external-secrets.io_gcraccesstokens.yaml',
      'generators.external-secrets.io_acraccesstokens.yaml',
      'generators.external-secrets.io_passwords.yaml',
    ],
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.44.0',
    sum: 'h1:DUQJRh1osK5195HZKed21IobNQdQ7oxRTqb5Yqt8ttw=',
    folder: 'example/prometheus-operator-crd',
    files: ['monitoring.coreos.com_prometheusrules.yaml', 'monitoring.coreos.com_servicemonitors.yaml'],
  },
  // No earlier version is among Go modules.
  ...crdModules.filter(({ module }) => module.endsWith('/cloudnative-pg')),
  {
    module: 'github.com/argoproj/argo-cd/v3',
    version: 'v3.4.0',
    sum: 'h1:yZwfaOIzE/aQTA52mOfeZQbribmyxKYvMgirQja4eX0=',
    folder: 'manifests/crds',
    files: ['application-crd.yaml', 'appproject-crd.yaml'],
  },
];

/** Programs that must be on the machine; Debian's package names. */
export const systemPrograms: Record<string, string> = {
  git: 'git',
  openssl: 'openssl',
  jq: 'jq',
  gh: 'gh',
  'redis-server': 'redis-server',
  'docker-registry': 'docker-registry',
};
