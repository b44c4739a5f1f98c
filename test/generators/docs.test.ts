import { posix } from 'node:path';
// @ts-expect-error: it has no types
import { main as markdownlint } from 'markdownlint-cli2';
import { describe, expect, test } from 'vitest';
import { hostsOf } from '../../src/derived/topology.ts';
import type { Model } from '../../src/model/model.ts';
import { targetsOf } from '../../src/model/queries.ts';
import { blocksOf } from '../e2e/runbook.ts';
import { bashFindings } from '../judges/bash.ts';
import { anchors, codeBlocks, goldenDocuments, links, prose } from './docs-files.ts';

const documents = goldenDocuments();

/** Every model of the goldens with its set-up runbook. */
const setUps = documents
  .filter(({ path }) => path.endsWith('/runbooks/set-up.md'))
  .map(({ golden, path, text, tree }) => {
    const app = path.split('/').at(-3) ?? '';
    return { golden, app, text, model: JSON.parse(tree.get(`config/.gitops-app/${app}/model.json`) ?? '') as Model };
  });

test('there are documents to judge, of every golden', () => {
  expect(new Set(documents.map(({ golden }) => golden)).size).toBe(10);
  expect(setUps.length).toBe(11);
});

test('markdownlint has no finding in what is emitted and what we wrote', async () => {
  const findings: string[] = [];
  await markdownlint({ directory: `${import.meta.dirname}/../..`, argv: [], logMessage: () => {}, logError: (line: string) => findings.push(line) });
  expect(findings).toEqual([]);
});

describe.each(documents)('$golden $path', ({ path, text, tree }) => {
  test('every relative link leads to a file of the repository, and every anchor to a heading', () => {
    for (const link of links(text)) {
      if (/^https?:/.test(link)) continue;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : posix.join(posix.dirname(path), decodeURIComponent(file));
      expect(target.split('/')[0], `${link} leaves the repository`).toBe(path.split('/')[0]);
      expect([...tree.keys()], link).toContain(target);
      if (anchor !== undefined) expect([...anchors(tree.get(target) ?? '')], link).toContain(anchor);
    }
  });

  test('nothing is left of a template, and nothing is missing', () => {
    expect(text).not.toMatch(/\{\{/);
    expect(text).not.toMatch(/\bundefined\b|\bNaN\b|\[object |(?<!\/dev\/|[!=]= |:-|`)\bnull\b(?!-input)/);
    expect(prose(text)).not.toMatch(/\*\*\*\*| ,|,,|\(\s|\(\)| and \.|\bof \./);
  });

  test('names the config by its path', () => {
    const app = /^config\/docs\/([^/]+)\//.exec(path)?.[1];
    if (app === undefined) return;
    const { configFile } = JSON.parse(tree.get(`config/.gitops-app/${app}/model.json`) ?? '') as Model;
    expect(new Set(text.match(/[\w./-]*\bpipeline\.config\.ts/g) ?? [configFile])).toEqual(new Set([configFile]));
  });

  test('every block of shell is a program', () => {
    for (const code of codeBlocks(text, 'bash')) expect(bashFindings(code), code).toBe('');
  });

  test('has no block of an unknown language', () => {
    expect([...text.matchAll(/^```(\w*)$/gm)].map(([, name]) => name).filter((name) => name !== '')).toSatisfy((names: string[]) =>
      names.every((name) => ['bash', 'mermaid', 'yaml', 'text', 'json', 'sql'].includes(name)),
    );
  });
});

describe.each(setUps)('set-up of $app in $golden', ({ text, model }) => {
  test('names every environment, cluster, namespace, Application, host, image and repository', () => {
    const names = [
      ...model.environments.flatMap(({ name, namespace }) => [name, namespace]),
      ...model.clusters.map(({ name }) => name),
      ...targetsOf(model).flatMap((target) => [target.applicationName, ...hostsOf(target)]),
      ...model.images.map(({ path }) => path),
      model.repositories.app.slug,
      model.repositories.config.slug,
    ];
    for (const name of names) expect(text, name).toContain(name);
  });

  test('speaks of nothing that the app does not use', () => {
    const vault = model.environments.some(({ secrets }) => secrets.store === 'vault');
    const ecr = model.registry.type === 'ecr';
    const operator = targetsOf(model).some(({ auxiliaryServices }) => auxiliaryServices.some(({ provider }) => provider === 'operator'));
    const pullRequest = model.environments.some(({ approval }) => approval?.by === 'pull-request');
    const githubEnvironment = model.environments.some(({ approval }) => approval?.by === 'github-environment');
    expect(/vault/i.test(text)).toBe(vault);
    expect(/\b(aws|ECR)\b/.test(text)).toBe(ecr);
    expect(/GHCR|ghcr/.test(text)).toBe(!ecr);
    expect(text.includes('CloudNativePG')).toBe(operator);
    expect(text.includes('Pull requests: read and write')).toBe(pullRequest);
    expect(text.includes('required_reviewers')).toBe(githubEnvironment);
    expect(text.includes('ServiceMonitor')).toBe(model.monitoring.prometheus || model.monitoring.grafana);
    expect(text.includes('gateway.networking.k8s.io')).toBe(
      model.clusters.some(
        ({ name, routing }) => routing?.kind === 'gateway' && targetsOf(model).some(({ cluster, routes }) => cluster === name && routes.length > 0),
      ),
    );
  });

  test('lets every code owner of both repositories write', () => {
    const { app, repositories, environments } = model;
    const owners = {
      [repositories.config.slug]: [...repositories.config.owners, ...app.owners, ...environments.flatMap(({ approval }) => approval?.reviewers ?? [])],
      [repositories.app.slug]: [...app.owners, ...repositories.config.owners],
    };
    for (const [slug, names] of Object.entries(owners)) {
      for (const name of names) expect(text).toContain(`team ${name.slice(1).replace('/', ' ')} ${slug}\n`);
      expect(text).toContain(`gh api repos/${slug}/codeowners/errors`);
    }
  });

  test('a step needs no function of another step: it can be repeated alone, after the blocks before the first', () => {
    const blocks = blocksOf(text);
    const defined = (of: readonly { commands: string }[]) =>
      of.flatMap(({ commands }) => [...commands.matchAll(/^(\w+)\(\) \{/gm)].map(([, name = '']) => name));
    const isStep = ({ section }: { section: string }) => /^\d/.test(section);
    const shared = defined(blocks.filter((block) => !isStep(block)));
    expect(shared).toContain('at_least');
    for (const { section, commands } of blocks.filter(isStep)) {
      const known = [...shared, ...defined(blocks.filter((block) => block.section === section))];
      for (const name of defined(blocks).filter((each) => !known.includes(each))) expect(commands, section).not.toMatch(new RegExp(`^\\s*${name} `, 'm'));
    }
  });

  test('its steps are numbered without a gap', () => {
    const numbers = [...text.matchAll(/^## (\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(numbers.length).toBeGreaterThan(8);
  });
});

test('documents of two apps do not collide in one config repository', () => {
  const paths = documents.filter(({ golden, path }) => golden === 'two-apps' && path.startsWith('config/')).map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths.filter((path) => path.startsWith('config/docs/mail/')).length).toBeGreaterThan(5);
  expect(paths.filter((path) => path.startsWith('config/docs/shop/')).length).toBeGreaterThan(5);
  const readme = documents.find(({ golden, path }) => golden === 'two-apps' && path === 'config/README.md');
  expect(readme?.text).toMatch(/begin shared[\s\S]*^# Config repository$[\s\S]*end shared[\s\S]*begin mail[\s\S]*^## mail$[\s\S]*begin shop[\s\S]*^## shop$/m);
});
