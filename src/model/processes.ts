// What of the Model runs in containers: components and jobs, in the words of Kubernetes.

export interface Component {
  name: string;
  /** Name of an image of the model. */
  image: string;
  command: string[];
  args: string[];
  env: Record<string, EnvValue>;
  ports: Port[];
  readinessProbe: Probe | null;
  livenessProbe: Probe | null;
  startupProbe: Probe | null;
  /** 1 in standalone mode. */
  replicas: number;
  /** null: a fixed number of pods. */
  autoscaling: { minReplicas: number; maxReplicas: number; targetCPUUtilizationPercentage: number } | null;
  resources: { requests: { cpu: string; memory: string }; limits: { cpu: string | null; memory: string } };
  metrics: { port: string; path: string } | null;
  terminationGracePeriodSeconds: number;
  runAsUser: number;
  /** What it may reach beside DNS, the app's pods and services; no CIDRs: every address. */
  egress: { cidrs: string[]; ports: number[] }[];
  writablePaths: string[];
  volume: { mountPath: string; size: string; storageClass: string | null } | null;
}

/** What runs once with each release. */
export interface Job {
  name: string;
  /** Name of an image of the model. */
  image: string;
  command: string[];
  args: string[];
  env: Record<string, EnvValue>;
  /** Sync: after the services, before the pods. PostSync: once the pods are healthy. */
  phase: 'Sync' | 'PostSync';
  backoffLimit: number;
  activeDeadlineSeconds: number;
  resources: Component['resources'];
  runAsUser: number;
  egress: Component['egress'];
  writablePaths: string[];
}

export type EnvValue = { value: string } | { from: { service: string; output: string } } | { secretKeyRef: { name: string; key: string } };

export interface Port {
  name: string;
  containerPort: number;
  servicePort: number;
  protocol: 'TCP' | 'UDP';
}

/** As in Kubernetes; `port` of httpGet and tcpSocket is the name of a port. */
export interface Probe {
  httpGet?: { path: string; port: string };
  tcpSocket?: { port: string };
  exec?: { command: string[] };
  grpc?: { port: number; service: string };
  initialDelaySeconds: number;
  periodSeconds: number;
  timeoutSeconds: number;
  failureThreshold: number;
}
