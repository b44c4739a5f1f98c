import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generators } from '../../../generators/index.ts';
import type { Model } from '../../model/model.ts';
import { plan } from '../../plan/plan.ts';

const goldenFolder = join(import.meta.dirname, '../../../test/golden');

/** `shop`, and a golden whose config names ignore files, which `shop` does not have. */
const apps = ['shop', 'depot'];

/** The outputs of the golden apps with their files, in the order of the generators; those of the first app that has them. */
export function outputTable(): string {
  const plans = apps.map((app) => {
    const model = JSON.parse(readFileSync(join(goldenFolder, app, 'config/.gitops-app', app, 'model.json'), 'utf8')) as Model;
    return plan(model, generators, { version: '0.0.0', locked: { package: 'create-gitops-app', integrity: '' } });
  });
  const part = (repository: 'app' | 'config') => {
    const rows = generators
      .filter((generator) => generator.repository === repository)
      .map((generator) => {
        const own = plans.map((files) => files.filter(({ output }) => output === generator.id)).find(({ length }) => length > 0);
        if (own === undefined) throw new Error(`no app of docs/outputs.md has the output ${generator.id}: add one to src/build/docs/outputs.ts`);
        const paths = [...new Set(own.map(({ path }) => path))];
        return `| ${shorten(paths)} | ${generator.description} | ${own[0]?.ownership.class} | \`${generator.id}\` |`;
      });
    return ['| files | what they are | ownership | output |', '| --- | --- | --- | --- |', ...rows].join('\n');
  };
  return ['## App repository', part('app'), '## Config repository', part('config')].join('\n\n');
}

/** More than two files are shortened to their common folder and their number. */
function shorten(paths: readonly string[]): string {
  if (paths.length <= 2) return paths.map((path) => `\`${path}\``).join(', ');
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  const common = (folders[0] ?? []).filter((_, index) =>
    folders.every((folder) => folders[0]?.slice(0, index + 1).join('/') === folder.slice(0, index + 1).join('/')),
  );
  return `\`${common.length === 0 ? '.' : common.join('/')}/\` (${paths.length} files)`;
}
