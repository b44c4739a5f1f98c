// What of the Model runs in containers: components and jobs, in the words of Kubernetes.

/** What every process has. */
export interface Process {
  name: string;
  /** Name of an image of the model. */
  image: string;
  command: string[];
  args: string[];
  env: Record<string, EnvValue>;
  resources: { requests: { cpu: string; memory: string }; limits: { cpu: string | null; memory: string } };
  runAsUser: number;
  /** What it may reach beside DNS, the app's pods and services; no CIDRs: every address. */
  egress: { cidrs: string[]; ports: number[]; protocol: 'TCP' | 'UDP' }[];
  writablePaths: string[];
  volumes: Volume[];
  /** By absolute path. */
  files: Record<string, { text: string } | { secretKeyRef: { name: string; key: string } }>;
  securityContext: SecurityContext;
  nodeSelector: Record<string, string>;
  tolerations: Toleration[];
  priorityClassName: string | null;
}

export interface Component extends Process {
  /** Its own, else the environment's. */
  mode: Mode;
  ports: Port[];
  /** Of its exposed ports. */
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
  serviceAccount: { annotations: Record<string, string> } | null;
}

/** What runs once with each release. */
export interface Job extends Process {
  /** Sync: after the services, before the pods. PostSync: once the pods are healthy. */
  phase: 'Sync' | 'PostSync';
  backoffLimit: number;
  activeDeadlineSeconds: number;
}

/** What runs by a schedule; null: Kubernetes' own default. */
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

/** Where its data is kept: a claim of its own or of the chart (size), somebody else's claim, or the one that another process describes. */
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

/** What a pod may do beyond the strictest standard of Kubernetes. */
export interface SecurityContext {
  readOnlyRootFilesystem: boolean;
  runAsNonRoot: boolean;
  /** null: that of runAsUser. */
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
  /** Reached from everywhere, through a Service of the component's type. */
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
