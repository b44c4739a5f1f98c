import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generators } from '../../../generators/index.ts';
import type { Model } from '../../model/model.ts';
import { plan } from '../../plan/plan.ts';

const golden = join(import.meta.dirname, '../../../test/golden/shop');

/** The outputs of the golden `shop` with their files, in the order of the generators. */
export function outputTable(): string {
  const model = JSON.parse(readFileSync(join(golden, 'config/.gitops-app/shop/model.json'), 'utf8')) as Model;
  const files = plan(model, generators, { version: '0.0.0', locked: { package: 'create-gitops-app', integrity: '' } });
  const part = (repository: 'app' | 'config') => {
    const rows = generators
      .filter((generator) => generator.repository === repository)
      .map((generator) => {
        const own = files.filter(({ output }) => output === generator.id);
        const paths = [...new Set(own.map(({ path }) => path))];
        return own.length === 0 ? '' : `| ${shorten(paths)} | ${generator.description} | ${own[0]?.ownership.class} | \`${generator.id}\` |`;
      })
      .filter((row) => row !== '');
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
