/** What a team does with an app in its life: it edits the config, generates, merges, does what generate says, and syncs. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model } from '../../src/model/model.ts';
import { configPlaces, rootName, wrapperFile } from '../../src/model/names.ts';
import { deliver } from '../golden/cases.ts';
import type { Checkout } from './checkouts.ts';
import type { DayOne } from './day-one.ts';
import { patience, waitFor } from './processes.ts';
import { repositories, type World } from './world.ts';

const run = promisify(execFile);

/** What CD has delivered: a commit and a digest. */
export interface Image {
  tag: string;
  digest: string;
}

export interface Landed {
  /** How many commands generate has printed. */
  commands: number;
  /** Runs those that wait for the sync. */
  afterSync: () => Promise<void>;
}

export interface Team {
  /** The model in the config repository. */
  model: (app: string) => Model;
  /** Edits, generates, merges both, and does what generate says before and after. Throws where it refuses. */
  land: (config: PipelineConfig) => Promise<Landed>;
  /** An image in every environment, or in those of these names, as CD writes it. */
  deliver: (app: string, image: Image, only?: readonly string[]) => Promise<void>;
  /** The sync runbook, command by command: every environment, or those of these names. */
  sync: (app: string, only?: readonly string[]) => Promise<void>;
  /** Merges what stands in the checkout of the config repository. */
  merge: (title: string) => Promise<void>;
}

/** Writes a config as plain data into the checkout of an app. */
export function writeConfig(folder: string, config: object): void {
  const path = join(folder, configPlaces[0]);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `export default ${JSON.stringify(config, null, 2)};\n`);
}

export function openTeam(world: World, dayOne: DayOne): Team {
  const { app: appCheckout, config: configCheckout, argocd, forge } = world;
  const docs = (app: string) => `docs/${app}/runbooks`;
  const model: Team['model'] = (app) => JSON.parse(readFileSync(join(configCheckout.folder, `.gitops-app/${app}/model.json`), 'utf8'));

  const type = async (commands: string) => {
    const { stdout, stderr } = await run('bash', ['-e', '-c', commands], { cwd: configCheckout.folder, env: dayOne.environment, timeout: patience * 1000 });
    return stdout + stderr;
  };

  const commit = async (checkout: Checkout, title: string, author = 'dev') => {
    await checkout.git('add', '--all');
    if ((await checkout.git('status', '--porcelain')) === '') return;
    await checkout.git('commit', '--quiet', '--message', title, `--author=${author} <${author}@users.noreply.${new URL(forge.server.url).host}>`);
  };

  /** As a merged pull request; what rulesets say of it is the matter of shop.test.ts. */
  const merged = async (checkout: Checkout, slug: string, title: string) => {
    await commit(checkout, title);
    forge.repositories.git(slug, 'fetch', '--quiet', checkout.folder, '+HEAD:refs/heads/main');
  };

  const merge: Team['merge'] = async (title) => {
    const root = readdirSync(join(configCheckout.folder, '.gitops-app')).find((name) => name !== 'shared') ?? '';
    const { slug } = model(root).repositories.config;
    await merged(configCheckout, slug, title);
    const head = forge.repositories.git(slug, 'rev-parse', 'main');
    await argocd.refresh(rootName(model(root)));
    await waitFor(
      `the root Application at ${head.slice(0, 8)}`,
      async () => {
        const { status, operation } = await argocd.application(rootName(model(root)));
        return (
          operation === undefined &&
          status.operationState?.phase !== 'Running' &&
          status.sync.revision === head &&
          (status.sync.status === 'Synced' || status.operationState?.syncResult?.revision === head)
        );
      },
      world.processes.assertAlive,
    );
  };

  const land: Team['land'] = async (config) => {
    writeConfig(appCheckout.folder, config);
    const { code, output } = await appCheckout.cli('generate');
    if (code !== 0) throw new Error(`generate ended with ${code}:\n${output}`);
    const said = followUpsIn(output);
    const follow = async (when: FollowUp['when']) => {
      for (const { commands, steps } of said.filter((each) => each.when === when)) {
        const sections = readFileSync(join(configCheckout.folder, docs(config.app.name), 'set-up.md'), 'utf8')
          .split('\n')
          .filter((line) => /^## \d/.test(line))
          .map((line) => line.slice(3));
        const named = sections.filter((section) => steps.includes(section.replace(/^\d+\. /, '')));
        if (named.length > 0) await dayOne.follow(`${docs(config.app.name)}/set-up.md`, ['Before you begin', ...named], there);
        if (commands !== '') await type(commands);
      }
    };
    await follow('before');
    await merged(appCheckout, repositories.app, 'Change the pipeline');
    await merge('Change the pipeline');
    await follow('after');
    return { commands: said.filter(({ commands }) => commands !== '').length, afterSync: () => follow('synced') };
  };

  return {
    model,
    land,
    merge,
    deliver: async (app, { tag, digest }, only) => {
      const { environments, images, repositories: own } = model(app);
      for (const environment of environments.filter(({ name }) => only?.includes(name) ?? true)) {
        for (const { name } of images) await deliver(join(configCheckout.folder, `charts/${app}`, wrapperFile(environment)), { image: name, tag, digest });
        await commit(configCheckout, `Deploy ${app} to ${environment.name}`, `${own.config.cdApp}[bot]`);
      }
      await merge(`Deploy ${app}`);
    },
    sync: async (app, only) => {
      const environments = model(app).environments.filter(({ name }) => only?.includes(name) ?? true);
      await dayOne.follow(
        `${docs(app)}/sync.md`,
        environments.map(({ name }) => name),
        ['argocd app diff'],
      );
      for (const { applicationName } of environments.flatMap(({ targets }) => targets)) {
        const { operation, status } = await argocd.application(applicationName);
        if (operation !== undefined || status.operationState?.phase === 'Running') throw new Error(`${applicationName}: an operation is left running`);
      }
    },
  };
}

/** What is there already, which the set-up runbook says to ignore. */
export const there = ['create secret generic', 'kv put', 'aws iam create'];

interface FollowUp {
  /** Before the merge, after it, or after the sync. */
  when: 'before' | 'after' | 'synced';
  /** Of the shell, a line each. */
  commands: string;
  /** Steps of the set-up runbook. */
  steps: string[];
}

/** What a person reads at the end of generate, in order. */
function followUpsIn(output: string): FollowUp[] {
  const found: FollowUp[] = [];
  for (const paragraph of output.split('\n\n')) {
    let when: FollowUp['when'] = 'before';
    for (const line of paragraph.split('\n')) {
      if (line.includes('Before you merge')) when = 'before';
      if (line.includes('fter the merge')) when = 'after';
      if (line.includes('After the sync')) when = 'synced';
      if (/^ {2}(argocd|kubectl|vault|for|read) /.test(line)) found.push({ when, commands: line.trim(), steps: [] });
      else if (line.includes('set-up')) found.push({ when, commands: '', steps: stepsIn(line) });
    }
  }
  return found;
}

function stepsIn(line: string): string[] {
  if (line.includes('about Argo CD and its Applications')) return ['Argo CD', 'Root Application'];
  if (line.includes('argocd-cm')) return ['Argo CD'];
  return ['Branch rules', 'Clusters', 'Secrets'].filter((step) => line.includes(step) && step !== 'Branch rules');
}
