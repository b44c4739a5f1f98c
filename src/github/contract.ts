/**
 * What workflow 1 hands to workflow 2, and what a person may ask of either: the inputs of CD and of rollback. One
 * definition makes the inputs of both workflows, the dispatch of CI, and the schema that the config repository checks
 * requests against. A change that an older CI or CD would misread needs a new version.
 */
export const contractVersion = '1';

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
export const tagPattern = '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$';
export const digestPattern = '^sha256:[a-f0-9]{64}$';

const namePattern = '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$';
const commitPattern = '^[a-f0-9]{40}([a-f0-9]{24})?$';
/** No control character: a line break would let a reason forge the lines of a commit message or of a log. */
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
const reason: ContractSchema = { description: 'Why, in one line; it goes into the commit', type: 'string', pattern: linePattern, maxLength: 500 };

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
    run_id: { description: 'Rises with every run; decides which of two is newer', type: 'integer', minimum: 1 },
    run_number: { type: 'integer', minimum: 1 },
    run_attempt: { type: 'integer', minimum: 1 },
  },
  additionalProperties: false,
};

/** The inputs of CD, in the order in which GitHub's form shows them. GitHub allows ten; each is text. */
const deploy: Record<string, ContractSchema> = {
  contract: { description: 'Version of these inputs', type: 'string', const: contractVersion },
  app: name('Name of the app'),
  environment: name('Environment to write'),
  from: { description: 'Promotion: the environment whose images it gets', type: 'string', pattern: `^$|${namePattern}`, maxLength: 63 },
  images: {
    description: 'Deployment by CI: JSON, tag and digest by image',
    type: 'string',
    maxLength: 20_000,
    contentMediaType: 'application/json',
    contentSchema: images,
  },
  source: {
    description: 'Deployment by CI: JSON, the commit and the run that built the images',
    type: 'string',
    maxLength: 2_000,
    contentMediaType: 'application/json',
    contentSchema: source,
  },
  reason,
  allow_downgrade: { description: 'Also go back to images of an older run', type: 'string', enum: ['true', 'false'] },
};

const rollback: Record<string, ContractSchema> = {
  app: name('Name of the app'),
  environment: name('Environment to roll back'),
  action: { description: 'roll-back sets a hold that stops CD; release ends it', type: 'string', enum: ['roll-back', 'release'] },
  to: { description: 'Release to go back to: previous, or a commit of this repository', type: 'string', pattern: '^(previous|[a-f0-9]{7,64})$' },
  reason,
};

export const requests = { deploy, rollback };

function closed(properties: Record<string, ContractSchema>): ContractSchema {
  return { type: 'object', required: Object.keys(properties), properties, additionalProperties: false };
}

/** The contract as the config repository holds it. */
export const contractSchema: ContractSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Requests to CD and to rollback',
  description: 'Inputs of cd.yaml and rollback.yaml. validate.sh holds every run to it, before anything is written.',
  $defs: { deploy: closed(deploy), rollback: closed(rollback) },
};
