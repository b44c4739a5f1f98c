import { annotations, anyOf, flag, integer, listOf, object, oneOf, openObject, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

/** What the fields of processes are made of. */
export const processParts = {
  EnvValue: anyOf(
    [{ type: 'string' }, ref('EnvFrom'), ref('EnvSecret')],
    'An environment variable: a literal value, an output of an auxiliary service, or a key of a Secret.',
  ),
  EnvFrom: object(
    'An output of an auxiliary service.',
    {
      from: ref('ServiceOutput'),
    },
    ['from'],
  ),
  EnvSecret: object(
    'A key of a Secret.',
    {
      secretKeyRef: ref('SecretKeyRef'),
    },
    ['secretKeyRef'],
  ),
  FilePath: text('Absolute path of a file in the container.', { pattern: '^(/[A-Za-z0-9._-]+)+$', examples: ['/etc/app/config.yaml'] }),
  FileContent: anyOf([{ type: 'string' }, ref('EnvSecret')], 'Content of a file: text, or a key of a Secret.'),
  SecretKeyRef: object(
    'A key of a Secret in the namespace of the app.',
    {
      name: ref('SecretName'),
      key: ref('SecretKey'),
    },
    ['name', 'key'],
  ),
  Port: object(
    'A container port.',
    {
      containerPort: ref('PortNumber', 'Port that the process listens on.', { examples: [8080] }),
      servicePort: ref('PortNumber', 'Port of the Service. Default: the container port.', { examples: [80] }),
      protocol: oneOf(['TCP', 'UDP'], 'Transport protocol.', { default: 'TCP', examples: ['TCP'] }),
      exposed: flag('Whether the port is reachable from outside the cluster through a Service of type `service.type`, with or without a route.', {
        default: false,
        examples: [true],
      }),
    },
    ['containerPort'],
  ),
  Service: object('The Service for exposed ports.', {
    type: oneOf(
      ['ClusterIP', 'LoadBalancer', 'NodePort'],
      '`ClusterIP`: reachable only from inside the cluster. `NodePort`: reachable on a port of every node. `LoadBalancer`: reachable at an external address.',
      { default: 'ClusterIP', examples: ['LoadBalancer'] },
    ),
    annotations: annotations('Annotations of the Service, for the load balancer controller.', {
      examples: [{ 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' }],
    }),
    externalTrafficPolicy: oneOf(
      ['Cluster', 'Local'],
      '`Local`: only nodes with a pod accept traffic, and the pod sees the IP address of the client. Default: `Cluster`.',
      {
        examples: ['Local'],
      },
    ),
  }),
  Probe: object('A Kubernetes probe, with exactly one of `httpGet`, `tcpSocket`, `exec` and `grpc`.', {
    httpGet: object(
      'HTTP GET request.',
      {
        path: ref('UrlPath', 'Path of the request.', { examples: ['/healthz'] }),
        port: ref('PortName'),
        scheme: oneOf(['HTTP', 'HTTPS'], 'Scheme of the request. `HTTPS`: the certificate is not verified.', { default: 'HTTP', examples: ['HTTPS'] }),
        httpHeaders: listOf(ref('HttpHeader'), 'Headers of the request, such as the `Host` that the app expects.', {
          minItems: 1,
          examples: [[{ name: 'Host', value: 'shop.example.com' }]],
        }),
      },
      ['path', 'port'],
    ),
    tcpSocket: object(
      'TCP connection.',
      {
        port: ref('PortName'),
      },
      ['port'],
    ),
    exec: object(
      'Command that runs in the container.',
      {
        command: listOf({ type: 'string' }, 'Command and arguments.', { minItems: 1, examples: [['pg_isready']] }),
      },
      ['command'],
    ),
    grpc: object(
      'gRPC health check.',
      {
        port: ref('PortNumber', 'Port number.', { examples: [9090] }),
        service: text('Service name in the health check request.', { default: '', examples: ['shop'] }),
      },
      ['port'],
    ),
    initialDelaySeconds: integer('Delay before the first probe, in seconds.', { minimum: 0, default: 0, examples: [0] }),
    periodSeconds: integer('Interval between probes, in seconds.', { minimum: 1, default: 10, examples: [10] }),
    timeoutSeconds: integer('Timeout of a probe, in seconds.', { minimum: 1, default: 2, examples: [2] }),
    failureThreshold: integer('Number of consecutive failures after which the probe has failed.', { minimum: 1, default: 3, examples: [3] }),
  }),
  HttpHeader: object(
    'An HTTP header.',
    {
      name: text('Name of the header.', { pattern: '^[A-Za-z0-9-]+$', examples: ['Host'] }),
      value: text('Value of the header.', { examples: ['shop.example.com'] }),
    },
    ['name', 'value'],
  ),
  Autoscaling: object(
    'A HorizontalPodAutoscaler.',
    {
      minReplicas: integer('Minimum number of pods.', { minimum: 2, default: 2, examples: [2] }),
      maxReplicas: integer('Maximum number of pods.', { minimum: 2, examples: [10] }),
      targetCPUUtilizationPercentage: integer('Target for the average CPU utilization, as a percentage of the request.', {
        minimum: 1,
        maximum: 100,
        default: 70,
        examples: [70],
      }),
    },
    ['maxReplicas'],
  ),
  Resources: object('CPU and memory requests and limits.', {
    requests: object('Resources that the scheduler reserves for each pod.', {
      cpu: ref('Quantity', 'CPU request.', { default: '100m', examples: ['100m'] }),
      memory: ref('Quantity', 'Memory request.', { default: '128Mi', examples: ['128Mi'] }),
    }),
    limits: object('Maximum resources of each pod. There is no CPU limit by default, because it causes throttling.', {
      cpu: ref('Quantity', 'CPU limit. Default: none.', { examples: ['1'] }),
      memory: ref('Quantity', 'Memory limit.', { default: '512Mi', examples: ['512Mi'] }),
    }),
  }),
  Metrics: anyOf(
    [
      { const: false },
      object(
        'A metrics endpoint.',
        {
          port: ref('PortName'),
          path: ref('UrlPath', 'Path of the endpoint.', { default: '/metrics' }),
          public: flag('true: everyone may read the metrics. Required if a route or an exposed port serves them. A separate port is better.', {
            default: false,
            examples: [true],
          }),
        },
        ['port'],
      ),
    ],
    'Metrics endpoint that Prometheus scrapes, or `false` for none.',
  ),
  Volume: object(
    'A persistent volume.',
    {
      mountPath: ref('AbsolutePath', 'Path that the volume is mounted at.', { examples: ['/data'] }),
      size: ref(
        'Quantity',
        'Size of the PersistentVolumeClaim. Without `size` and `existingClaim`, the process mounts the ReadWriteMany volume of this name that another process defines.',
        {
          examples: ['10Gi'],
        },
      ),
      storageClass: ref('ResourceName', 'StorageClass. Default: `storageClass` of the cluster.', { examples: ['ceph'] }),
      accessModes: listOf(
        oneOf(['ReadWriteOnce', 'ReadWriteMany'], 'An access mode.', { examples: ['ReadWriteMany'] }),
        '`ReadWriteOnce`: mounted by one pod, in standalone mode. `ReadWriteMany`: mounted by all pods of all processes that name it; the StorageClass must support it.',
        { minItems: 1, maxItems: 1, default: ['ReadWriteOnce'], examples: [['ReadWriteMany']] },
      ),
      existingClaim: ref('ResourceName', 'Name of a PersistentVolumeClaim that already exists in the namespace. Replaces `size`.', {
        examples: ['shop-media'],
      }),
      readOnly: flag('Whether the volume is mounted read-only.', { default: false, examples: [true] }),
    },
    ['mountPath'],
  ),
  PodSpec: openObject(
    'Fields of a Kubernetes PodSpec, merged over the generated one. Maps are merged by key and lists of named items by their merge key in Kubernetes, such as `name`; every other value is replaced, and `null` removes `topologySpreadConstraints`. Fields that this config sets elsewhere are refused. What the Pod Security Standard `restricted` forbids gives the namespace the level that allows it: `baseline`, or `privileged` for `hostNetwork`, `hostPID`, `hostIPC`, `hostPath` volumes and the like. With `hostNetwork`, the default of `dnsPolicy` is `ClusterFirstWithHostNet`, which knows Services, and a NetworkPolicy has no effect.',
    [
      { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } },
      { hostAliases: [{ ip: '10.1.2.3', hostnames: ['ldap.example.com'] }] },
      { securityContext: { fsGroupChangePolicy: 'OnRootMismatch' }, shareProcessNamespace: true },
      { volumes: [{ name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }] },
    ],
  ),
  Container: openObject(
    'Fields of a Kubernetes Container, merged over the generated one as in `pod`. `null` removes `lifecycle`, `lifecycle.preStop`, the `startupProbe` that the chart derives, and a limit such as `resources.limits.memory`. `privileged`, `hostPort` and added capabilities change the Pod Security Standard of the namespace.',
    [
      { resources: { limits: { 'nvidia.com/gpu': 1 } } },
      { lifecycle: { preStop: { exec: { command: ['bin/drain'] } } } },
      { env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }] },
      { terminationMessagePolicy: 'FallbackToLogsOnError' },
      { lifecycle: null, resources: { limits: { memory: null } } },
    ],
  ),
  CronSchedule: text('A cron schedule with five fields.', { pattern: '^[0-9A-Za-z*,/?-]+( [0-9A-Za-z*,/?-]+){4}$', examples: ['30 3 * * *'] }),
  Toleration: object('A toleration for a node taint.', {
    key: ref('MetadataKey', 'Key of the taint. Default: all taints, which requires operator `Exists`.', { examples: ['dedicated'] }),
    operator: oneOf(['Equal', 'Exists'], '`Equal`: the taint must have this value. `Exists`: any value.', { default: 'Equal', examples: ['Exists'] }),
    value: ref('LabelValue', 'Value of the taint.', { examples: ['shop'] }),
    effect: oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], 'Effect of the taint. Default: all effects.', { examples: ['NoSchedule'] }),
    tolerationSeconds: integer('How long a `NoExecute` taint is tolerated, in seconds. Default: forever.', { minimum: 0, examples: [300] }),
  }),
  SecurityContext: object(
    'Exceptions from the restricted security context of a pod. The seccomp profile is always set, and privilege escalation is never allowed.',
    {
      readOnlyRootFilesystem: flag('Whether the root file system is read-only. Prefer `writablePaths` to setting it to `false`.', {
        default: true,
        examples: [false],
      }),
      runAsNonRoot: flag(
        'Whether the container must not run as root. If `false`, its namespace gets the Pod Security Standard `baseline` instead of `restricted`.',
        {
          default: true,
          examples: [false],
        },
      ),
      runAsGroup: integer('Numeric group ID of the container and its volumes. Default: `runAsUser`.', {
        minimum: 0,
        maximum: 2147483647,
        examples: [10001],
      }),
      capabilities: ref('Capabilities', 'Linux capabilities of the container.'),
    },
  ),
  Capabilities: object(
    'Linux capabilities of a container. All others are dropped.',
    {
      add: listOf(
        oneOf(
          [
            'AUDIT_WRITE',
            'CHOWN',
            'DAC_OVERRIDE',
            'FOWNER',
            'FSETID',
            'KILL',
            'MKNOD',
            'NET_BIND_SERVICE',
            'SETFCAP',
            'SETGID',
            'SETPCAP',
            'SETUID',
            'SYS_CHROOT',
          ],
          'A capability.',
          { examples: ['NET_BIND_SERVICE'] },
        ),
        'Capabilities to add. With any except `NET_BIND_SERVICE`, the namespace gets the Pod Security Standard `baseline` instead of `restricted`. Capabilities that `baseline` forbids are not available.',
        { minItems: 1, uniqueItems: true, examples: [['NET_BIND_SERVICE']] },
      ),
    },
    ['add'],
  ),
  ServiceAccount: object('A ServiceAccount for one component. Its token is not mounted, because the webhook for workload identity mounts its own.', {
    annotations: annotations('Annotations of the ServiceAccount.', { examples: [{ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/shop-web' }] }),
    identity: oneOf(
      ['gke', 'eks-pod-identity'],
      'Credential endpoint on the node, which the NetworkPolicy allows. gke: GKE metadata server. eks-pod-identity: EKS Pod Identity Agent. Default: gke with the annotation iam.gke.io/gcp-service-account, otherwise none; IRSA and Azure workload identity need only HTTPS.',
      { examples: ['eks-pod-identity'] },
    ),
  }),
  Egress: object(
    'Allowed outbound connections.',
    {
      cidrs: ref('Cidrs'),
      ports: listOf({ type: 'integer', minimum: 1, maximum: 65535 }, 'Destination ports; behind a Service of the cluster, the ports of its pods.', {
        minItems: 1,
        uniqueItems: true,
        examples: [[443]],
      }),
      protocol: oneOf(['TCP', 'UDP'], 'Transport protocol.', { default: 'TCP', examples: ['UDP'] }),
    },
    ['ports'],
  ),
} satisfies Definitions;
