import { integer, listOf, text } from './builders.ts';
import type { Definitions } from './schema.ts';

/** Names and other single values that several domains use. */
export const scalars = {
  ClusterName: text('Name of a cluster: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['prod-eu'],
  }),
  ComponentName: text('Name of a component: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['web'],
  }),
  EnvironmentName: text('Name of an environment: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['prod'],
  }),
  ImageName: text('Name of an image: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['shop'],
  }),
  JobName: text('Name of a job: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['migrate'],
  }),
  CronJobName: text('Name of a cron job: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['clean-up'],
  }),
  RouteName: text('Name of a route: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['public'],
  }),
  ServiceName: text('Name of an auxiliary service: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['db'],
  }),
  VolumeName: text('Name of a volume: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['data'],
  }),
  Label: text('Lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['prod-eu'],
  }),
  ResourceName: text('Name of a Kubernetes object: lowercase letters, digits, hyphens and dots.', {
    maxLength: 253,
    pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$',
    examples: ['high'],
  }),
  Quantity: text('A Kubernetes quantity.', { pattern: '^[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$', examples: ['512Mi'] }),
  Owner: text('A GitHub user, or a team with its organization.', {
    pattern: '^@[A-Za-z0-9](?:[-_]?[A-Za-z0-9]){0,38}(?:/[A-Za-z0-9][A-Za-z0-9_.-]{0,99})?$',
    examples: ['@acme/platform'],
  }),
  SignOnGroup: text('A single sign-on group in Argo CD, without commas and double quotes.', {
    pattern: '^[^\\s,"]([^,"\\r\\n\\t]*[^\\s,"])?$',
    examples: ['acme:platform'],
  }),
  Slug: text('Repository on GitHub, as `owner/name` without .git.', {
    pattern: '^[A-Za-z0-9](?:[-_]?[A-Za-z0-9]){0,38}/(?!\\.{1,2}$)(?!.*\\.[gG][iI][tT]$)[A-Za-z0-9_.-]{1,100}$',
    examples: ['acme/shop'],
  }),
  Branch: text('Name of a branch: letters, digits, dots, hyphens, underscores and slashes, without `..`, `//` and a final `.lock`.', {
    pattern: '^(?!.*(?:\\.\\.|//|/\\.|\\.lock(?:/|$)|[./]$))[A-Za-z0-9][A-Za-z0-9._/-]{0,243}$',
    examples: ['main'],
  }),
  RepositoryPath: text('A path in the repository, with forward slashes and without `.` or `..` segments; `.` alone is the root.', {
    pattern: '^(\\.|\\.?[A-Za-z0-9_-][A-Za-z0-9._-]*(/\\.?[A-Za-z0-9_-][A-Za-z0-9._-]*)*)$',
    examples: ['services/web'],
  }),
  AbsolutePath: text('An absolute path in the container.', { pattern: '^/[A-Za-z0-9._/-]+$', examples: ['/app/data'] }),
  UrlPath: text('A path that starts with a slash.', { pattern: '^/', examples: ['/'] }),
  PortNumber: integer('A port number.', { minimum: 1, maximum: 65535, examples: [8080] }),
  PortName: text('Name of a port of the component: lowercase letters, digits and single hyphens, at most 15 characters.', {
    maxLength: 15,
    pattern: '^[a-z](-?[a-z0-9])*$',
    examples: ['http'],
  }),
  SecretName: text('Name of a Secret: lowercase letters, digits, hyphens and dots.', {
    maxLength: 253,
    pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$',
    examples: ['shop-db'],
  }),
  SecretKey: text('Key in a Secret: letters, digits, dots, hyphens and underscores.', { pattern: '^[A-Za-z0-9._-]+$', examples: ['password'] }),
  EnvVariableName: text('Name of an environment variable: letters, digits and underscores.', {
    pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
    examples: ['DATABASE_URL'],
  }),
  MetadataKey: text('Key of a label or annotation: a name, optionally with a domain and a slash before it.', {
    pattern: '^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$',
    examples: ['app.kubernetes.io/part-of'],
  }),
  MetadataValue: text('Value of an annotation.', { examples: ['shop'] }),
  LabelValue: text('Value of a label: letters, digits and, between them, `. _ -`, at most 63 characters.', {
    pattern: '^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$',
    examples: ['arm64'],
  }),
  Host: text('Host name or IP address.', {
    maxLength: 253,
    pattern: '^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$',
    examples: ['shop.c1x2.eu-west-1.rds.amazonaws.com'],
  }),
  Cidrs: listOf(
    text('An IPv4 network in CIDR notation.', {
      pattern: '^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/(3[0-2]|[12]?[0-9])$',
      examples: ['10.20.0.0/16'],
    }),
    'IPv4 networks that the NetworkPolicy allows. Default: all addresses except cloud metadata servers, on these ports only.',
    { minItems: 1, examples: [['10.20.0.0/16']] },
  ),
  KubernetesField: text('Name of a field of a Kubernetes object.', { pattern: '^[a-z][A-Za-z]*$', examples: ['dnsConfig'] }),
  PlainData: { description: 'Any JSON value: a string, number, boolean, array or object.', examples: ['30'] },
} satisfies Definitions;
