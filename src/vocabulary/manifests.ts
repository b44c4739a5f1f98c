import { annotations, labels, object, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const manifests = {
  ManifestName: text('Name of an extra manifest: lowercase letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['exporter-config'],
  }),
  FieldName: text('Name of a field: letters and digits, starting with a letter.', { pattern: '^[A-Za-z][A-Za-z0-9]*$', examples: ['spec'] }),
  ExtraManifest: {
    type: 'object',
    description: 'A Kubernetes object. It is created in the namespace of the environment.',
    properties: {
      apiVersion: text('API group and version.', { pattern: '^([a-z0-9.-]+/)?v[0-9]+((alpha|beta)[0-9]+)?$', examples: ['v1'] }),
      kind: text('Kind of a namespaced object. Secrets are not allowed, because their values would be in Git.', {
        pattern: '^[A-Z][A-Za-z0-9]*$',
        examples: ['ConfigMap'],
      }),
      metadata: ref('ManifestMetadata', 'Name, labels and annotations of the object.'),
    },
    required: ['apiVersion', 'kind', 'metadata'],
    propertyNames: ref('FieldName'),
    additionalProperties: ref('PlainData'),
  },
  ManifestMetadata: object(
    'Metadata of an extra manifest. Its namespace is always that of the environment.',
    {
      name: text('Name of the object: lowercase letters, digits, hyphens and dots.', {
        maxLength: 253,
        pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$',
        examples: ['shop-exporter'],
      }),
      labels: labels('Labels of the object.'),
      annotations: annotations('Annotations of the object.'),
    },
    ['name'],
  ),
} satisfies Definitions;
