/** Runs commands on temporary repositories with a few small outputs, one per class of ownership. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '../../src/command-line/command.ts';
import { type CheckFormat, check } from '../../src/commands/check.ts';
import { diff } from '../../src/commands/diff.ts';
import { generate } from '../../src/commands/generate.ts';
import { examples } from '../../src/create/examples.ts';
import { printPipeline } from '../../src/create/print-pipeline.ts';
import { configPlaces } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { printJson } from '../../src/render/json.ts';
import type { PlanFormat } from '../../src/reporters/plan/report.ts';
import { temporaryFolder, write } from './workspace.ts';

export interface Result {
  code: number;
  out: string;
  err: string;
}

/** Runs a command and captures its output, without colors. */
export async function run<Options extends CommandContext>(
  command: (options: Options) => Promise<number>,
  options: Omit<Options, 'print' | 'printError'>,
): Promise<Result> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await command({ ...(options as Options), print: (text) => void out.push(text), printError: (text) => void err.push(text) });
  return { code, out: out.join(''), err: err.join('') };
}

/** Each file contains a value of the model, so that a change of the config changes one file. */
export const smallGenerators: readonly Generator[] = [
  { id: 'app/ci', description: '', repository: 'app', files: ({ ci }) => [{ path: '.github/workflows/gitops-ci.yaml', content: `runs-on: ${ci.runsOn}\n` }] },
  {
    id: 'app/codeowners',
    description: '',
    repository: 'app',
    files: ({ app }) => [
      { path: '.github/CODEOWNERS', content: `* ${app.owners.join(' ')}\n`, ownership: { class: 'region', region: app.name, comment: '#' } },
    ],
  },
  {
    id: 'app/dockerfile',
    description: '',
    repository: 'app',
    files: () => [{ path: 'Dockerfile', content: 'FROM node:24\nUSER 1000\n', ownership: { class: 'seeded' } }],
  },
  {
    id: 'config/cd',
    description: '',
    repository: 'config',
    scope: 'shared',
    files: () => [{ path: '.github/workflows/cd.yaml', content: 'on: workflow_dispatch\n' }],
  },
  {
    id: 'config/model',
    description: '',
    repository: 'config',
    files: (model) => [{ path: `.gitops-app/${model.app.name}/model.json`, content: printJson(model) }],
  },
  {
    id: 'config/wrappers',
    description: '',
    repository: 'config',
    files: ({ app, environments }) =>
      environments.map(({ name, components }) => ({
        path: `charts/${app.name}/${name}-values.yaml`,
        content: `images:\n  shop:\n    tag: ""\n    digest: ""\nreplicas: ${components[0]?.replicas}\n`,
        ownership: {
          class: 'fields' as const,
          fields: [
            ['images', 'shop', 'tag'],
            ['images', 'shop', 'digest'],
          ],
        },
      })),
  },
];

type RunOptions = { cwd?: string; config?: string; generators?: readonly Generator[] };

/** Two repositories on disk, and commands to run in them. */
export interface Workspace {
  folder: string;
  /** The app repository, where commands run by default. */
  app: string;
  config: string;
  /** Replaces a text in pipeline.config.ts, which must contain it. */
  edit: (from: string, to: string) => void;
  editFile: (file: string, from: string, to: string) => void;
  /** Writes a tag into the wrapper of an environment, as CD does. */
  deliver: (environment: string) => void;
  generate: (options?: RunOptions & { overwrite?: readonly string[]; dryRun?: boolean; format?: PlanFormat }) => Promise<Result>;
  check: (options?: RunOptions & { format?: CheckFormat }) => Promise<Result>;
  diff: (options?: RunOptions & { overwrite?: readonly string[]; format?: PlanFormat }) => Promise<Result>;
}

/** The shop example, not generated yet. */
export function openWorkspace(): Workspace {
  const folder = temporaryFolder();
  const [app, config] = [join(folder, 'shop'), join(folder, 'shop-config')];
  const { shop } = examples;
  if (shop === undefined) throw new Error('no example shop');
  write(app, { [configPlaces[0]]: printPipeline(shop) });
  const editFile = (file: string, from: string, to: string) => {
    const text = readFileSync(file, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(file, text.replace(from, to));
  };
  const base = { cwd: app, generators: smallGenerators };
  return {
    folder,
    app,
    config,
    edit: (from, to) => editFile(join(app, '.gitops-app/pipeline.config.ts'), from, to),
    editFile,
    deliver: (environment) => editFile(join(config, `charts/shop/${environment}-values.yaml`), 'tag: ""', 'tag: "7c2f1e0"'),
    generate: (options = {}) => run(generate, { ...base, ...options }),
    check: (options = {}) => run(check, { ...base, ...options }),
    diff: (options = {}) => run(diff, { ...base, ...options }),
  };
}
