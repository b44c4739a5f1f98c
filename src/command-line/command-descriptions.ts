import { configPlaces } from '../model/names.ts';
import { addKinds, addOptions } from './add-options.ts';
import type { OptionDescription } from './option-description.ts';

export interface CommandDescription {
  summary: string;
  /** Name of its argument. */
  argument?: string;
  /** Number of arguments. Default: at most one. */
  arguments?: 'any' | 'some' | number;
  /** Values of its first argument; an option may belong to some of them. */
  kinds?: readonly string[];
  options: Record<string, OptionDescription>;
  /** Command and explanation. */
  examples: readonly (readonly [string, string])[];
}

const common = {
  cwd: { type: 'string', value: 'folder', description: 'Run in this folder.' },
  help: { type: 'boolean', description: 'Print this help.' },
} as const satisfies Record<string, OptionDescription>;

const configOption = { type: 'string', value: 'file', description: `The config. Default: ${configPlaces.join(' or ')} of this repository.` } as const;
const overwriteOption = {
  type: 'string',
  multiple: true,
  value: 'path|output',
  description: 'Overwrite this file even if it was edited. Repeatable.',
} as const;
const mergeOption = {
  type: 'string',
  multiple: true,
  value: 'path|output',
  description: 'Write both texts between conflict markers if they cannot be merged. Repeatable.',
} as const;
const adoptOption = {
  type: 'string',
  multiple: true,
  value: 'path|output',
  description: 'Manage this file, which existed before or was ejected. Repeatable.',
} as const;
const ejectOption = {
  type: 'string',
  multiple: true,
  value: 'path|output',
  description: 'Keep this file as yours. Repeatable.',
} as const;
const decisionOptions = { overwrite: overwriteOption, merge: mergeOption, adopt: adoptOption, eject: ejectOption } as const;
const yesOption = { type: 'boolean', description: 'Do not ask for confirmation.' } as const;
const appOption = {
  type: 'string',
  multiple: true,
  value: 'name',
  description: 'In a config repository: only this app. Repeatable. Default: all apps.',
} as const;
const planFormatOption = {
  type: 'string',
  value: 'text|json|github',
  choices: ['text', 'json', 'github'],
  description: 'Default: text. json: see schemas/plan.schema.json. github: text and annotations.',
} as const;
const dryRunOption = { type: 'boolean', description: 'Print what would be written, write nothing.' } as const;

export const commands = {
  create: {
    summary: 'Ask at most eight questions, then write pipeline.config.ts and both repositories.',
    argument: 'folder',
    options: {
      yes: { type: 'boolean', description: 'Ask nothing: use what is detected in the folder, mark the rest as fill-in.' },
      from: { type: 'string', value: 'file', description: 'Read the answers from a JSON file: {"name": "shop"}.' },
      'save-answers': { type: 'string', value: 'file', description: 'Save the answers to a new file, for --from.' },
      example: { type: 'string', value: 'name', choices: ['shop'], description: 'Write both repositories of an example into the folder.' },
      'dry-run': dryRunOption,
      overwrite: overwriteOption,
      name: { type: 'string', value: 'name', description: 'Name of the app.' },
      'app-repository': { type: 'string', value: 'owner/name', description: 'The app repository on GitHub.' },
      'config-repository': { type: 'string', value: 'owner/name', description: 'The config repository on GitHub.' },
      owners: { type: 'string', value: '@team,…', description: 'GitHub teams or users that own the code and approve promotions.' },
      registry: {
        type: 'string',
        value: 'ghcr|host',
        description: 'ghcr, or the host of Amazon ECR, Google (host/project/repository), Azure, docker.io/name or Harbor (host/project).',
      },
      'dev-clusters': { type: 'string', value: 'name[:on-premise],…', description: 'Clusters of dev.' },
      'prod-clusters': { type: 'string', value: 'name[:on-premise],…', description: 'Clusters of prod, in the order in which they are synced.' },
      ci: {
        type: 'string',
        value: 'full|build-only',
        description: 'build-only: your own workflow runs the tests, and the generated one only builds the image. Default: build-only if you have one.',
      },
      argocd: { type: 'string', value: 'per-cluster|cluster', description: 'per-cluster, or the name of the cluster whose Argo CD deploys to all.' },
      ...common,
    },
    examples: [
      ['create', 'ask, with defaults detected in the folder'],
      ['create shop --yes', 'a new project in shop and shop-config'],
      ['create . --yes --prod-clusters dc1:on-premise,eu', 'in an existing repository'],
      ['create . --ci build-only', 'keep your own test workflow'],
      ['create demo --example shop', 'both repositories of the example shop in demo'],
    ],
  },
  import: {
    summary: 'Suggest pipeline.config.ts from a Compose file, and list what it cannot convert.',
    argument: 'compose <file>',
    arguments: 2,
    options: { 'dry-run': dryRunOption, ...common },
    examples: [
      ['import compose compose.yaml', `write ${configPlaces[0]}, or print it if one exists`],
      ['import compose compose.yaml --dry-run', 'print it, write nothing'],
    ],
  },
  generate: {
    summary: 'Write both repositories from pipeline.config.ts.',
    options: { config: configOption, ...decisionOptions, 'dry-run': dryRunOption, format: planFormatOption, ...common },
    examples: [
      ['generate', 'after every change of the config'],
      ['generate --dry-run', 'show what it would write'],
      ['generate --dry-run --format json', 'the same as JSON'],
      ['generate --overwrite .github/workflows/gitops-ci.yaml', 'discard an edit by hand'],
      ['generate --overwrite .gitops-app/README.md --eject app/ci', 'decide on several files in one run'],
    ],
  },
  add: {
    summary: 'Add an environment, cluster, component, job, cron job, service or route, then generate.',
    argument: '<kind> <name>',
    arguments: 2,
    kinds: addKinds,
    options: { ...addOptions, config: configOption, overwrite: overwriteOption, merge: mergeOption, 'dry-run': dryRunOption, ...common },
    examples: [
      ['add cluster prod-dc2 --location on-premise', 'before an environment uses it'],
      ['add environment staging', 'prompt for required options'],
      [
        'add environment qa --clusters dev-eu --delivery continuous-deployment --sync automatic --provider embedded --host public=qa.example.com',
        'without prompts',
      ],
      ['add component worker --command "node worker.js"', 'a component without a port'],
      ['add component admin --port http=8081 --health /healthz', 'a component with a port'],
      ['add job migrate --command "npm run migrate" --env DATABASE_URL=from:db.url', 'run with every release'],
      ['add cron-job clean-up --schedule "0 3 * * *" --command "node clean-up.js"', 'run every night'],
      ['add service queue --type redis --provider dev=embedded --provider prod=external --provider-host prod=queue.example.com', 'a provider per environment'],
      ['add route admin --component admin --port http --host dev=admin.dev.example.com --host prod=admin.example.com', 'hosts per environment'],
      ['add component worker --dry-run', 'show the diff of the config, and the plan'],
    ],
  },
  check: {
    summary: 'Report files that are out of date, with the reason and the fix.',
    options: {
      config: configOption,
      app: appOption,
      'changed-since': {
        type: 'string',
        value: 'commit',
        description: 'In a config repository: only apps that a change since this commit can reach.',
      },
      peer: { type: 'string', value: 'folder', description: 'The other repository: check that both were generated from the same config.' },
      format: {
        type: 'string',
        value: 'text|json|github|patch|sarif',
        choices: ['text', 'json', 'github', 'patch', 'sarif'],
        description: 'Default: text. github: annotations and a step summary.',
      },
      ...common,
    },
    examples: [
      ['check', 'in either repository'],
      ['check --changed-since refs/remotes/origin/main', 'what a branch of a config repository changes'],
      ['check --format github', 'in a workflow'],
      ['check --format json', 'as JSON: see schemas/check.schema.json'],
      ['check --format patch', 'a patch for git apply with what generate would write'],
    ],
  },
  diff: {
    summary: 'Print what generate would do, with the diff of each file.',
    options: {
      config: configOption,
      ...decisionOptions,
      format: planFormatOption,
      ...common,
    },
    examples: [
      ['diff', 'exit with 2 if generate would write something'],
      ['diff --overwrite Dockerfile', 'show which edits would be lost'],
    ],
  },
  adopt: {
    summary: 'Manage files that existed before or were ejected; shows the diff first.',
    argument: 'path|output',
    arguments: 'any',
    options: { config: configOption, yes: yesOption, ...common },
    examples: [
      ['adopt', 'every unmanaged file'],
      ['adopt .github/workflows/gitops-ci.yaml', 'one file'],
    ],
  },
  eject: {
    summary: 'Keep files as yours: they are no longer written, and changes that they miss are reported.',
    argument: 'path|output',
    arguments: 'some',
    options: { config: configOption, 'dry-run': dryRunOption, ...common },
    examples: [['eject config/cd', 'every file of an output']],
  },
  upgrade: {
    summary: 'Regenerate with this version, and report what changes in each output, and why.',
    options: { config: configOption, overwrite: overwriteOption, merge: mergeOption, 'dry-run': dryRunOption, ...common },
    examples: [['upgrade --dry-run', 'show what this version would change']],
  },
  graph: {
    summary: 'Draw the topology: what runs where.',
    options: {
      config: configOption,
      format: { type: 'string', value: 'text|mermaid', choices: ['text', 'mermaid'], description: 'Default: text. mermaid: a diagram for a README.' },
      ...common,
    },
    examples: [
      ['graph', 'as text'],
      ['graph --format mermaid', 'as a Mermaid diagram'],
    ],
  },
} as const satisfies Record<string, CommandDescription>;

export type CommandName = keyof typeof commands;
