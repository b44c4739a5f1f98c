// Components, jobs and cron jobs of the model. Their fields have the names and meanings of Kubernetes.

/** Fields that all processes share. */
export interface Process {
  name: string;
  /** Name of an image of the model. */
  image: string;
  command: string[];
  args: string[];
  env: Record<string, EnvValue>;
  /** Names of services that it may reach beside those that its variables read. */
  uses: string[];
  resources: { requests: { cpu: string; memory: string }; limits: { cpu: string | null; memory: string } };
  runAsUser: number;
  /** What it may reach in addition to DNS, the app's components and the services that it uses; no CIDRs: any address. */
  egress: { cidrs: string[]; ports: number[]; protocol: 'TCP' | 'UDP' }[];
  writablePaths: string[];
  volumes: Volume[];
  /** By absolute path. */
  files: Record<string, { text: string } | { secretKeyRef: { name: string; key: string } }>;
  securityContext: SecurityContext;
  nodeSelector: Record<string, string>;
  tolerations: Toleration[];
  priorityClassName: string | null;
  /** Part of a PodSpec that is merged over the generated one. */
  pod: KubernetesFields;
  /** Part of a Container that is merged over the generated one. */
  container: KubernetesFields;
}

/** Fields of an object of Kubernetes' own. */
export interface KubernetesFields {
  [field: string]: unknown;
}

export interface Component extends Process {
  /** Its own, else the environment's. */
  mode: Mode;
  ports: Port[];
  /** The Service of its exposed ports. */
  service: { type: 'ClusterIP' | 'LoadBalancer' | 'NodePort'; annotations: Record<string, string>; externalTrafficPolicy: 'Cluster' | 'Local' | null };
  readinessProbe: Probe | null;
  livenessProbe: Probe | null;
  startupProbe: Probe | null;
  /** 1 in standalone mode. */
  replicas: number;
  /** null: a fixed number of pods. */
  autoscaling: { minReplicas: number; maxReplicas: number; targetCPUUtilizationPercentage: number } | null;
  metrics: { port: string; path: string } | null;
  terminationGracePeriodSeconds: number;
  podAnnotations: Record<string, string>;
  /** null: the app's. */
  serviceAccount: { annotations: Record<string, string>; identity: 'gke' | 'eks-pod-identity' | null } | null;
}

/** Runs once with each release. */
export interface Job extends Process {
  /** Sync: after the services and before the pods. PostSync: when the pods are healthy. */
  phase: 'Sync' | 'PostSync';
  backoffLimit: number;
  activeDeadlineSeconds: number;
}

/** Runs on a schedule; null: the default of Kubernetes. */
export interface CronJob extends Process {
  schedule: string;
  timeZone: string | null;
  suspend: boolean;
  concurrencyPolicy: 'Allow' | 'Forbid' | 'Replace';
  startingDeadlineSeconds: number | null;
  successfulJobsHistoryLimit: number;
  failedJobsHistoryLimit: number;
  backoffLimit: number;
  activeDeadlineSeconds: number | null;
}

/** A volume with a claim of the chart (`size`), an existing claim, or the claim of a volume that another process defines. */
export interface Volume {
  name: string;
  mountPath: string;
  size: string | null;
  /** null: the cluster's. */
  storageClass: string | null;
  accessModes: ['ReadWriteOnce'] | ['ReadWriteMany'];
  existingClaim: string | null;
  readOnly: boolean;
}

/** Settings of a pod; the defaults satisfy the strictest Pod Security Standard. */
export interface SecurityContext {
  readOnlyRootFilesystem: boolean;
  runAsNonRoot: boolean;
  /** null: the same as runAsUser. */
  runAsGroup: number | null;
  capabilities: { add: string[] };
}

/** As in Kubernetes. */
export interface Toleration {
  key?: string;
  operator: 'Equal' | 'Exists';
  value?: string;
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  tolerationSeconds?: number;
}

export type EnvValue = { value: string } | { from: { service: string; output: string } } | { secretKeyRef: { name: string; key: string } };

export interface Port {
  name: string;
  containerPort: number;
  servicePort: number;
  protocol: 'TCP' | 'UDP';
  /** Reachable from anywhere through the component's Service. */
  exposed: boolean;
}

/** As in Kubernetes; `port` of httpGet and tcpSocket is the name of a port. */
export interface Probe {
  httpGet?: { path: string; port: string; scheme?: 'HTTP' | 'HTTPS'; httpHeaders?: { name: string; value: string }[] };
  tcpSocket?: { port: string };
  exec?: { command: string[] };
  grpc?: { port: number; service: string };
  initialDelaySeconds: number;
  periodSeconds: number;
  timeoutSeconds: number;
  failureThreshold: number;
}

export type Mode = 'standalone' | 'multi-instance';
