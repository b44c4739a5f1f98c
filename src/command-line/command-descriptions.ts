import { addKinds, addOptions } from './add-options.ts';
import type { OptionDescription } from './option-description.ts';

export interface CommandDescription {
  summary: string;
  /** Name of the argument that it takes. */
  argument?: string;
  /** How many of them. Default: at most one. */
  arguments?: 'any' | 'some' | number;
  /** What its first argument may be; some options belong to some of them. */
  kinds?: readonly string[];
  options: Record<string, OptionDescription>;
  /** What to type, and what it does. */
  examples: readonly (readonly [string, string])[];
}

const common = {
  cwd: { type: 'string', value: 'folder', description: 'Work in this folder.' },
  help: { type: 'boolean', description: 'Print this help.' },
} as const satisfies Record<string, OptionDescription>;

const configOption = { type: 'string', value: 'file', description: 'The config. Default: pipeline.config.ts.' } as const;
const overwriteOption = {
  type: 'string',
  multiple: true,
  value: 'path|output',
  description: 'Replace this file although somebody edited it. May be given several times.',
} as const;
const mergeOption = {
  type: 'string',
  multiple: true,
  value: 'path|output',
  description: 'Put both texts into this file, between markers, where they cannot be merged.',
} as const;
const adoptOption = {
  type: 'string',
  multiple: true,
  value: 'path|output',
  description: 'Make this file ours, which stood there before or was ejected. May be given several times.',
} as const;
const ejectOption = {
  type: 'string',
  multiple: true,
  value: 'path|output',
  description: 'Keep this file as yours. May be given several times.',
} as const;
const decisionOptions = { overwrite: overwriteOption, merge: mergeOption, adopt: adoptOption, eject: ejectOption } as const;
const yesOption = { type: 'boolean', description: 'Do it without asking.' } as const;
const appOption = { type: 'string', value: 'name', description: 'In a config repository: this app alone. Default: every app.' } as const;
const planFormatOption = {
  type: 'string',
  value: 'text|json|github',
  choices: ['text', 'json', 'github'],
  description: 'Default: text. json: schemas/plan.schema.json. github: annotations besides.',
} as const;
const dryRunOption = { type: 'boolean', description: 'Print what would be done, write nothing.' } as const;

export const commands = {
  create: {
    summary: 'Ask at most eight questions, write pipeline.config.ts and both repositories.',
    argument: 'folder',
    options: {
      yes: { type: 'boolean', description: 'Ask nothing: take what the folder tells, mark the rest fill-in.' },
      from: { type: 'string', value: 'file', description: 'Take the answers from a JSON file: {"name": "shop"}.' },
      'save-answers': { type: 'string', value: 'file', description: 'Keep the answers in a new file, for --from.' },
      example: { type: 'string', value: 'name', choices: ['shop'], description: 'Write an example: both repositories below the folder.' },
      'dry-run': dryRunOption,
      overwrite: overwriteOption,
      name: { type: 'string', value: 'name', description: 'Name of the app.' },
      'app-repository': { type: 'string', value: 'owner/name', description: 'The app repository on GitHub.' },
      'config-repository': { type: 'string', value: 'owner/name', description: 'The config repository on GitHub.' },
      owners: { type: 'string', value: '@team,…', description: 'Who owns the app’s code and approves promotions.' },
      registry: {
        type: 'string',
        value: 'ghcr|host',
        description: 'ghcr, or the host of another: Amazon ECR, Google (host/project/repository), Azure, docker.io/name, Harbor (host/project).',
      },
      'dev-clusters': { type: 'string', value: 'name[:on-premise],…', description: 'Clusters of dev.' },
      'prod-clusters': { type: 'string', value: 'name[:on-premise],…', description: 'Clusters of prod, in the order in which they are synced.' },
      ci: {
        type: 'string',
        value: 'full|build-only',
        description: 'build-only: a workflow of yours runs the tests, ours builds the image. Default: build-only where there is one.',
      },
      argocd: { type: 'string', value: 'per-cluster|cluster', description: 'per-cluster, or the cluster whose Argo CD deploys to all.' },
      ...common,
    },
    examples: [
      ['create', 'ask, with what the folder tells as defaults'],
      ['create shop --yes', 'a new project in shop and shop-config'],
      ['create . --yes --prod-clusters dc1:on-premise,eu', 'in an existing repository'],
      ['create . --ci build-only', 'where your own workflow goes on to test'],
      ['create demo --example shop', 'both repositories of an example in demo'],
    ],
  },
  import: {
    summary: 'Propose pipeline.config.ts from a compose file, and list what it cannot say.',
    argument: 'compose <file>',
    arguments: 2,
    options: { 'dry-run': dryRunOption, ...common },
    examples: [
      ['import compose compose.yaml', 'writes pipeline.config.ts where there is none, else prints it'],
      ['import compose compose.yaml --dry-run', 'print it, write nothing'],
    ],
  },
  generate: {
    summary: 'Write both repositories from pipeline.config.ts.',
    options: { config: configOption, ...decisionOptions, 'dry-run': dryRunOption, format: planFormatOption, ...common },
    examples: [
      ['generate', 'after each change of the config'],
      ['generate --dry-run', 'what it would write'],
      ['generate --dry-run --format json', 'the same, for a program'],
      ['generate --overwrite .github/workflows/gitops-ci.yaml', 'discard an edit by hand'],
      ['generate --overwrite docs/pipeline.md --eject app/ci', 'decide about several files in one run'],
    ],
  },
  add: {
    summary: 'Add an environment, cluster, component, job, cron job, service or route, then generate.',
    argument: '<kind> <name>',
    arguments: 2,
    kinds: addKinds,
    options: { ...addOptions, config: configOption, overwrite: overwriteOption, merge: mergeOption, 'dry-run': dryRunOption, ...common },
    examples: [
      ['add cluster prod-dc2 --location on-premise', 'ready for an environment to name it'],
      ['add environment staging', 'asks for what it needs'],
      [
        'add environment qa --clusters dev-eu --delivery continuous-deployment --sync automatic --provider embedded --host public=qa.example.com',
        'asks nothing',
      ],
      ['add component worker --command "node worker.js"', 'a process without a port'],
      ['add component admin --port http=8081 --health /healthz', 'one that answers'],
      ['add job migrate --command "npm run migrate" --env DATABASE_URL=from:db.url', 'runs with each release'],
      ['add cron-job clean-up --schedule "0 3 * * *" --command "node clean-up.js"', 'runs every night'],
      ['add service queue --type redis --provider dev=embedded --provider prod=external --provider-host prod=queue.example.com', 'each environment its own'],
      ['add route admin --component admin --port http --host dev=admin.dev.example.com --host prod=admin.example.com', 'hosts by environment'],
      ['add component worker --dry-run', 'the difference of the config, and the plan'],
    ],
  },
  check: {
    summary: 'Say which files are not as the config makes them, why, and what to do.',
    options: {
      config: configOption,
      app: appOption,
      peer: { type: 'string', value: 'folder', description: 'The other repository: check both, and that they are of one config.' },
      format: {
        type: 'string',
        value: 'text|json|github|patch|sarif',
        choices: ['text', 'json', 'github', 'patch', 'sarif'],
        description: 'Default: text. github: annotations and step summary.',
      },
      ...common,
    },
    examples: [
      ['check', 'in either repository'],
      ['check --format github', 'in a workflow'],
      ['check --format json', 'for a program: schemas/check.schema.json'],
      ['check --format patch', 'for git apply: what generate would write here'],
    ],
  },
  diff: {
    summary: 'Print what generate would do, with the difference of each file.',
    options: {
      config: configOption,
      ...decisionOptions,
      format: planFormatOption,
      ...common,
    },
    examples: [
      ['diff', 'ends with 2 where generate would write something'],
      ['diff --overwrite Dockerfile', 'what an edit by hand would lose'],
    ],
  },
  adopt: {
    summary: 'Make files ours that stood there before, or that were ejected; shows the difference first.',
    argument: 'path|output',
    arguments: 'any',
    options: { config: configOption, yes: yesOption, ...common },
    examples: [
      ['adopt', 'everything that stood there before: a whole repository'],
      ['adopt .github/workflows/gitops-ci.yaml', 'one file'],
    ],
  },
  eject: {
    summary: 'Keep files as yours: nothing is written into them any more, and what would be is reported.',
    argument: 'path|output',
    arguments: 'some',
    options: { config: configOption, 'dry-run': dryRunOption, ...common },
    examples: [['eject config/cd', 'every file of an output']],
  },
  upgrade: {
    summary: 'Write what this version of the generator makes, and say what changes, by output, and why.',
    options: { config: configOption, overwrite: overwriteOption, merge: mergeOption, 'dry-run': dryRunOption, ...common },
    examples: [['upgrade --dry-run', 'what a new version would change']],
  },
  graph: {
    summary: 'Draw what runs where.',
    options: {
      config: configOption,
      format: { type: 'string', value: 'text|mermaid', choices: ['text', 'mermaid'], description: 'Default: text. mermaid: for a README.' },
      ...common,
    },
    examples: [
      ['graph', 'as text'],
      ['graph --format mermaid', 'as a Mermaid diagram'],
    ],
  },
} as const satisfies Record<string, CommandDescription>;

export type CommandName = keyof typeof commands;
