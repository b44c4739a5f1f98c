/**
 * The contract of CD and rollback: the inputs that CI and people send. One definition yields the inputs of both
 * workflows and the schema that the config repository validates them with. A change that an older CI or CD would
 * misinterpret needs a new version.
 */
export const contractVersion = '1';

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
export const tagPattern = '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$';
export const digestPattern = '^sha256:[a-f0-9]{64}$';

const namePattern = '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$';
const commitPattern = '^[a-f0-9]{40}([a-f0-9]{24})?$';
/** No control characters: with a line break, a reason could forge lines of a commit message or a log. */
const linePattern = '^[^\\x00-\\x1f\\x7f]*$';

/** The part of JSON Schema 2020-12 that `validate.jq` reads. */
export interface ContractSchema {
  $schema?: string;
  $id?: string;
  title?: string;
  description?: string;
  type?: 'object' | 'string' | 'integer';
  const?: string;
  enum?: string[];
  pattern?: string;
  maxLength?: number;
  minimum?: number;
  required?: string[];
  properties?: Record<string, ContractSchema>;
  additionalProperties?: false | ContractSchema;
  minProperties?: number;
  contentMediaType?: 'application/json';
  contentSchema?: ContractSchema;
  $defs?: Record<string, ContractSchema>;
}

const name = (description: string): ContractSchema => ({ description, type: 'string', pattern: namePattern, maxLength: 63 });
const reason: ContractSchema = { description: 'Reason, recorded in the commit (one line)', type: 'string', pattern: linePattern, maxLength: 500 };

const images: ContractSchema = {
  type: 'object',
  minProperties: 1,
  additionalProperties: {
    type: 'object',
    required: ['tag', 'digest'],
    properties: { tag: { type: 'string', pattern: tagPattern.replace('^', '^(?!latest$)') }, digest: { type: 'string', pattern: digestPattern } },
    additionalProperties: false,
  },
};

const source: ContractSchema = {
  type: 'object',
  required: ['repository', 'sha', 'run_id', 'run_number', 'run_attempt'],
  properties: {
    repository: { description: 'owner/name', type: 'string', pattern: '^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$', maxLength: 140 },
    sha: { type: 'string', pattern: commitPattern },
    run_id: { description: 'Increases with every run: the higher of two is the newer run', type: 'integer', minimum: 1 },
    run_number: { type: 'integer', minimum: 1 },
    run_attempt: { type: 'integer', minimum: 1 },
  },
  additionalProperties: false,
};

/** The inputs of CD, in the order of GitHub's form. GitHub passes each as text. */
const deploy: Record<string, ContractSchema> = {
  contract: { description: `Contract version: ${contractVersion}`, type: 'string', const: contractVersion },
  app: name('App name'),
  environment: name('Environment to deploy to'),
  from: { description: 'Promotion: environment to copy the images from', type: 'string', pattern: `^$|${namePattern}`, maxLength: 63 },
  images: {
    description: 'Set by CI: tag and digest of each image (JSON)',
    type: 'string',
    maxLength: 20_000,
    contentMediaType: 'application/json',
    contentSchema: images,
  },
  source: {
    description: 'Set by CI: commit and run that built the images (JSON)',
    type: 'string',
    maxLength: 2_000,
    contentMediaType: 'application/json',
    contentSchema: source,
  },
  proof: {
    description: 'Set by CI: OIDC token of the job that sends this request',
    type: 'string',
    pattern: '^[A-Za-z0-9_.-]*$',
    maxLength: 10_000,
  },
  reason,
  allow_downgrade: { description: 'Allow images of an older CI run', type: 'string', enum: ['true', 'false'] },
};

const rollback: Record<string, ContractSchema> = {
  app: name('App name'),
  environment: name('Environment to roll back'),
  action: { description: 'roll-back restores images and stops CD with a hold; release removes the hold', type: 'string', enum: ['roll-back', 'release'] },
  to: { description: 'Release to restore: previous, or a commit of this repository', type: 'string', pattern: '^(previous|[a-f0-9]{7,64})$' },
  reason,
};

export const requests = { deploy, rollback };

/**
 * Audience of the OIDC token that CI sends as `proof`: CD accepts it only for this config repository, app, environment and images.
 * `imagesHash` is the SHA-256 hash, in hex, of the input `images`, exactly as sent. verify-proof.mjs builds the same text.
 */
export const proofAudience = (configRepository: string, app: string, environment: string, imagesHash: string) =>
  `gitops-app:${configRepository}:${app}:${environment}:${imagesHash}`;

function closed(properties: Record<string, ContractSchema>): ContractSchema {
  return { type: 'object', required: Object.keys(properties), properties, additionalProperties: false };
}

/** The contract as a file of the config repository. */
export const contractSchema: ContractSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Requests to CD and to rollback',
  description: 'Inputs of cd.yaml and rollback.yaml. validate.sh validates every run against it, before anything is written.',
  $defs: { deploy: closed(deploy), rollback: closed(rollback) },
};
