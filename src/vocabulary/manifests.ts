import { metadata, object, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const manifests = {
  ManifestName: text('Name of an extra manifest: lower-case letters, digits and hyphens, starting with a letter, at most 63 characters.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['exporter-config'],
  }),
  FieldName: text('Name of a field: letters and digits, starting with a letter.', { pattern: '^[A-Za-z][A-Za-z0-9]*$', examples: ['spec'] }),
  ExtraManifest: {
    type: 'object',
    description: 'A Kubernetes object. It goes into the namespace of the environment.',
    properties: {
      apiVersion: text('Group and version of its API.', { pattern: '^([a-z0-9.-]+/)?v[0-9]+((alpha|beta)[0-9]+)?$', examples: ['v1'] }),
      kind: text('Kind of a namespaced object; a Secret is none, for its values would stand in Git.', {
        pattern: '^[A-Z][A-Za-z0-9]*$',
        examples: ['ConfigMap'],
      }),
      metadata: ref('ManifestMetadata', 'Its name, labels and annotations.'),
    },
    required: ['apiVersion', 'kind', 'metadata'],
    propertyNames: ref('FieldName'),
    additionalProperties: ref('PlainData'),
  },
  ManifestMetadata: object(
    'What a manifest says of itself. Its namespace is the environment’s.',
    {
      name: text('Name of the object: lower-case letters, digits, hyphens and dots.', {
        maxLength: 253,
        pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$',
        examples: ['shop-exporter'],
      }),
      labels: metadata('Labels.'),
      annotations: metadata('Annotations.'),
    },
    ['name'],
  ),
} satisfies Definitions;
