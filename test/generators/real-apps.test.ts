/** docs/real-apps.md, held to the configs that it speaks of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/model/model.ts';
import { goldenFolder } from '../golden/cases.ts';

const page = readFileSync(join(goldenFolder, '../../docs/real-apps.md'), 'utf8');

interface Fact {
  fact: string;
  source: string;
  line: string;
}

/** The rows of the table below the heading of an app. */
function facts(app: string): Fact[] {
  const section = new RegExp(`^## ${app}$([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(page)?.[1] ?? '';
  return [...section.matchAll(/^\| (.*?) +\| (.*?) +\| (`+) ?(.*?) ?\3 +\|$/gm)]
    .map(([, fact = '', source = '', , line = '']) => ({ fact, source, line }))
    .filter(({ fact }) => fact !== 'fact');
}

describe.each(['umami', 'chatwoot'])('the facts of %s', (app) => {
  const config = readFileSync(join(goldenFolder, app, 'app/.gitops-app/pipeline.config.ts'), 'utf8');
  const model = JSON.parse(readFileSync(join(goldenFolder, app, `config/.gitops-app/${app}/model.json`), 'utf8')) as Model;
  const rows = facts(app);

  test('are all read, each once', () => {
    const section = page.slice(page.indexOf(`## ${app}\n`)).split(/\n(?=## )/)[0] ?? '';
    expect(rows.length).toBe(section.split('\n').filter((line) => line.startsWith('| ')).length - 2);
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map(({ fact }) => fact)).size).toBe(rows.length);
  });

  test.each(rows)('$fact', ({ source, line }) => {
    expect(config).toContain(line);
    const sources = [...source.matchAll(/\]\((.*?)\)/g)].map(([, url = '']) => url);
    expect(sources.length).toBeGreaterThan(0);
    for (const url of sources) expect(url).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+\/(blob\/[0-9a-f]{40}\/|(issues|pull)\/\d+$|wiki\/)/);
  });

  test('every variable of the app, and all that a process says of itself, has its source', () => {
    const lines = rows.map(({ line }) => line).join('\n');
    const targets = model.environments.flatMap((environment) => environment.targets);
    const processes = targets.flatMap((target) => [...target.components, ...target.jobs]);
    for (const name of new Set(processes.flatMap(({ env }) => Object.keys(env)))) expect(lines).toMatch(new RegExp(`\\b${name}: `));
    for (const user of new Set(processes.map(({ runAsUser }) => runAsUser))) expect(lines).toContain(`runAsUser: ${user}`);
    for (const path of new Set(processes.flatMap(({ writablePaths }) => writablePaths))) expect(lines).toContain(`'${path}'`);
    for (const { containerPort } of model.components.flatMap(({ ports }) => ports)) expect(lines).toContain(`containerPort: ${containerPort}`);
    for (const { args } of [...model.components, ...model.jobs]) if (args.length > 0) expect(lines).toContain(args.map((word) => `'${word}'`).join(', '));
  });
});
