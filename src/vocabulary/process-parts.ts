import { anyOf, flag, integer, listOf, metadata, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

/** What the fields of processes are made of. */
export const processParts = {
  EnvValue: anyOf(
    [{ type: 'string' }, ref('EnvFrom'), ref('EnvSecret')],
    'An environment variable: a literal, an output of an auxiliary service, or a key of a Secret.',
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
  FileContent: anyOf([{ type: 'string' }, ref('EnvSecret')], 'Content of a file: a text, or a key of a Secret.'),
  SecretKeyRef: object(
    'A key of a Secret in the app’s namespace.',
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
      protocol: oneOf(['TCP', 'UDP'], 'Transport.', { default: 'TCP', examples: ['TCP'] }),
      exposed: flag('true: reached from everywhere through a Service of `service.type`, beside or without routes.', { default: false, examples: [true] }),
    },
    ['containerPort'],
  ),
  Service: object('The Service of exposed ports.', {
    type: oneOf(
      ['ClusterIP', 'LoadBalancer', 'NodePort'],
      'ClusterIP: only from inside. NodePort: a port of every node. LoadBalancer: an address of its own.',
      { default: 'ClusterIP', examples: ['LoadBalancer'] },
    ),
    annotations: metadata('Annotations of the Service, for who makes the load balancer.', {
      examples: [{ 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' }],
    }),
    externalTrafficPolicy: oneOf(['Cluster', 'Local'], 'Local: only nodes with a pod answer, and the pod sees the client’s address. Default: Cluster.', {
      examples: ['Local'],
    }),
  }),
  Probe: object('A Kubernetes probe; exactly one of httpGet, tcpSocket, exec, grpc.', {
    httpGet: object(
      'HTTP request.',
      {
        path: ref('UrlPath', 'Path.', { examples: ['/healthz'] }),
        port: ref('PortName'),
        scheme: oneOf(['HTTP', 'HTTPS'], 'HTTPS: the certificate is not verified.', { default: 'HTTP', examples: ['HTTPS'] }),
        httpHeaders: listOf(ref('HttpHeader'), 'Headers of the request, such as the host that the app expects.', {
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
      'Command in the container.',
      {
        command: listOf({ type: 'string' }, 'Command and arguments.', { minItems: 1, examples: [['pg_isready']] }),
      },
      ['command'],
    ),
    grpc: object(
      'gRPC health check.',
      {
        port: ref('PortNumber', 'Number of the port.', { examples: [9090] }),
        service: text('Service name.', { default: '', examples: ['shop'] }),
      },
      ['port'],
    ),
    initialDelaySeconds: integer('Delay before the first probe, in seconds.', { minimum: 0, default: 0, examples: [0] }),
    periodSeconds: integer('Time between probes, in seconds.', { minimum: 1, default: 10, examples: [10] }),
    timeoutSeconds: integer('Time-out of one probe, in seconds.', { minimum: 1, default: 2, examples: [2] }),
    failureThreshold: integer('Failures in a row until it counts.', { minimum: 1, default: 3, examples: [3] }),
  }),
  HttpHeader: object(
    'A header of a request.',
    {
      name: text('Name of the header.', { pattern: '^[A-Za-z0-9-]+$', examples: ['Host'] }),
      value: text('Its value.', { examples: ['shop.example.com'] }),
    },
    ['name', 'value'],
  ),
  Autoscaling: object(
    'A HorizontalPodAutoscaler.',
    {
      minReplicas: integer('Fewest pods.', { minimum: 2, default: 2, examples: [2] }),
      maxReplicas: integer('Most pods.', { minimum: 2, examples: [10] }),
      targetCPUUtilizationPercentage: integer('Average CPU use, in percent of the request.', { minimum: 1, maximum: 100, default: 70, examples: [70] }),
    },
    ['maxReplicas'],
  ),
  Resources: object('CPU and memory.', {
    requests: object('What the scheduler reserves for a pod.', {
      cpu: ref('Quantity', 'CPU.', { default: '100m', examples: ['100m'] }),
      memory: ref('Quantity', 'Memory.', { default: '128Mi', examples: ['128Mi'] }),
    }),
    limits: object('What a pod may use at most. No CPU limit by default: it throttles.', {
      cpu: ref('Quantity', 'CPU.', { examples: ['1'] }),
      memory: ref('Quantity', 'Memory.', { default: '512Mi', examples: ['512Mi'] }),
    }),
  }),
  Metrics: anyOf(
    [
      { const: false },
      object(
        'A metrics endpoint.',
        {
          port: ref('PortName'),
          path: ref('UrlPath', 'Path.', { default: '/metrics' }),
        },
        ['port'],
      ),
    ],
    'Where Prometheus reads a component; false: nowhere.',
  ),
  Volume: object(
    'A persistent volume.',
    {
      mountPath: ref('AbsolutePath', 'Where it is mounted.', { examples: ['/data'] }),
      size: ref('Quantity', 'Size of the claim. Without size and existingClaim it is the ReadWriteMany volume of this name that another process describes.', {
        examples: ['10Gi'],
      }),
      storageClass: ref('ResourceName', 'StorageClass. Default: the cluster’s.', { examples: ['ceph'] }),
      accessModes: listOf(
        oneOf(['ReadWriteOnce', 'ReadWriteMany'], 'An access mode.', { examples: ['ReadWriteMany'] }),
        'ReadWriteOnce: one pod, in standalone mode. ReadWriteMany: as many as name it; the storage class must offer it.',
        { minItems: 1, maxItems: 1, default: ['ReadWriteOnce'], examples: [['ReadWriteMany']] },
      ),
      existingClaim: ref('ResourceName', 'A PersistentVolumeClaim of the namespace that somebody else makes. Without size.', { examples: ['shop-media'] }),
      readOnly: flag('Mounted without the right to write.', { default: false, examples: [true] }),
    },
    ['mountPath'],
  ),
  CronSchedule: text('A schedule of cron: five fields.', { pattern: '^[0-9A-Za-z*,/?-]+( [0-9A-Za-z*,/?-]+){4}$', examples: ['30 3 * * *'] }),
  Toleration: object('A taint that is tolerated.', {
    key: ref('MetadataKey', 'Key of the taint. Without one, with operator Exists: every taint.', { examples: ['dedicated'] }),
    operator: oneOf(['Equal', 'Exists'], 'Equal: with this value. Exists: with any.', { default: 'Equal', examples: ['Exists'] }),
    value: ref('LabelValue', 'Value of the taint.', { examples: ['shop'] }),
    effect: oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], 'Effect of the taint. Default: every effect.', { examples: ['NoSchedule'] }),
    tolerationSeconds: integer('How long a NoExecute taint is tolerated, in seconds. Default: for ever.', { minimum: 0, examples: [300] }),
  }),
  SecurityContext: object('What a pod may do beyond the strictest standard. Its container keeps seccomp, and no way to more privileges.', {
    readOnlyRootFilesystem: flag('false: the container may write anywhere in its image. Prefer writablePaths.', { default: true, examples: [false] }),
    runAsNonRoot: flag('false: the container may run as user 0. The namespace then has the pod security standard baseline in place of restricted.', {
      default: true,
      examples: [false],
    }),
    runAsGroup: integer('Numeric group of the container, and of its volumes. Default: that of runAsUser.', {
      minimum: 0,
      maximum: 2147483647,
      examples: [10001],
    }),
    capabilities: ref('Capabilities', 'Linux capabilities that it needs.'),
  }),
  Capabilities: object(
    'Linux capabilities; all others are dropped.',
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
        'NET_BIND_SERVICE is let in everywhere; any other makes the namespace’s pod security standard baseline in place of restricted. What baseline refuses is not offered.',
        { minItems: 1, uniqueItems: true, examples: [['NET_BIND_SERVICE']] },
      ),
    },
    ['add'],
  ),
  ServiceAccount: object(
    'A ServiceAccount of a component. No token is mounted: what identity needs, its webhook mounts.',
    {
      annotations: metadata('Its annotations.', { examples: [{ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/shop-web' }] }),
    },
    ['annotations'],
  ),
  Egress: object(
    'Addresses that a component may connect to.',
    {
      cidrs: ref('Cidrs'),
      ports: listOf({ type: 'integer', minimum: 1, maximum: 65535 }, 'Ports.', { minItems: 1, uniqueItems: true, examples: [[443]] }),
      protocol: oneOf(['TCP', 'UDP'], 'Transport.', { default: 'TCP', examples: ['UDP'] }),
    },
    ['ports'],
  ),
} satisfies Definitions;
