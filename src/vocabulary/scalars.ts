import { integer, listOf, text } from './builders.ts';
import type { Definitions } from './schema.ts';

/** Names and other single values that several domains use. */
export const scalars = {
  ClusterName: text('Name of a cluster: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['prod-eu'],
  }),
  ComponentName: text('Name of a component: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['web'],
  }),
  EnvironmentName: text('Name of an environment: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['prod'],
  }),
  ImageName: text('Name of an image: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['shop'],
  }),
  JobName: text('Name of a job: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['migrate'],
  }),
  CronJobName: text('Name of a cron job: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['clean-up'],
  }),
  RouteName: text('Name of a route: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['public'],
  }),
  ServiceName: text('Name of an auxiliary service: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['db'],
  }),
  VolumeName: text('Name of a volume: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['data'],
  }),
  Label: text('Lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['prod-eu'],
  }),
  ResourceName: text('Name of an object of Kubernetes: lower-case letters, digits, hyphens and dots.', {
    maxLength: 253,
    pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$',
    examples: ['high'],
  }),
  Quantity: text('A Kubernetes quantity.', { pattern: '^[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$', examples: ['512Mi'] }),
  Owner: text('A GitHub user, or a team with its organisation.', {
    pattern: '^@[A-Za-z0-9](?:[-_]?[A-Za-z0-9]){0,38}(?:/[A-Za-z0-9][A-Za-z0-9_.-]{0,99})?$',
    examples: ['@acme/platform'],
  }),
  SignOnGroup: text('A group of Argo CD’s single sign-on, without commas and double quotes.', {
    pattern: '^[^\\s,"]([^,"\\r\\n\\t]*[^\\s,"])?$',
    examples: ['acme:platform'],
  }),
  Slug: text('`owner/name` on GitHub, without .git.', {
    pattern: '^[A-Za-z0-9](?:[-_]?[A-Za-z0-9]){0,38}/(?!\\.{1,2}$)(?!.*\\.[gG][iI][tT]$)[A-Za-z0-9_.-]{1,100}$',
    examples: ['acme/shop'],
  }),
  Branch: text('Name of a branch: letters, digits, dots, hyphens, underscores and slashes, as git takes them: without .., // and an end in .lock.', {
    pattern: '^(?!.*(?:\\.\\.|//|/\\.|\\.lock(?:/|$)|[./]$))[A-Za-z0-9][A-Za-z0-9._/-]{0,243}$',
    examples: ['main'],
  }),
  RepositoryPath: text('A path in the repository with forward slashes, without . and .. in it; . alone is its root.', {
    pattern: '^(\\.|\\.?[A-Za-z0-9_-][A-Za-z0-9._-]*(/\\.?[A-Za-z0-9_-][A-Za-z0-9._-]*)*)$',
    examples: ['services/web'],
  }),
  AbsolutePath: text('An absolute path in the container.', { pattern: '^/[A-Za-z0-9._/-]+$', examples: ['/app/data'] }),
  UrlPath: text('A path that begins with a slash.', { pattern: '^/', examples: ['/'] }),
  PortNumber: integer('A port.', { minimum: 1, maximum: 65535, examples: [8080] }),
  PortName: text('Name of one of the component’s ports: lower-case letters, digits and single hyphens, at most 15 characters.', {
    maxLength: 15,
    pattern: '^[a-z](-?[a-z0-9])*$',
    examples: ['http'],
  }),
  SecretName: text('Name of a Secret: lower-case letters, digits, hyphens and dots, as in a host name.', {
    maxLength: 253,
    pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$',
    examples: ['shop-db'],
  }),
  SecretKey: text('Key in a Secret: letters, digits, dots, hyphens and underscores.', { pattern: '^[A-Za-z0-9._-]+$', examples: ['password'] }),
  EnvVariableName: text('Name of an environment variable: letters, digits and underscores.', {
    pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
    examples: ['DATABASE_URL'],
  }),
  MetadataKey: text('Key of a label or an annotation: a name, with or without a domain and a slash before it.', {
    pattern: '^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$',
    examples: ['app.kubernetes.io/part-of'],
  }),
  MetadataValue: text('A text.', { examples: ['shop'] }),
  LabelValue: text('Value of a label: letters, digits and . _ - between them, at most 63 characters.', {
    pattern: '^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$',
    examples: ['arm64'],
  }),
  Host: text('Host name or address.', {
    maxLength: 253,
    pattern: '^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$',
    examples: ['shop.c1x2.eu-west-1.rds.amazonaws.com'],
  }),
  Cidrs: listOf(
    text('A network of IPv4: four numbers up to 255, a slash, and the length of its prefix up to 32.', {
      pattern: '^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/(3[0-2]|[12]?[0-9])$',
      examples: ['10.20.0.0/16'],
    }),
    'Networks that the NetworkPolicy opens. Default: every address, on these ports only.',
    { minItems: 1, examples: [['10.20.0.0/16']] },
  ),
  PlainData: { description: 'What JSON can say: texts, numbers, true, false, lists and objects.', examples: ['30'] },
} satisfies Definitions;
