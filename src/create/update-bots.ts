import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RepositoryRole } from '../model/model.ts';
import { workflows } from '../model/names.ts';
import type { Workspace } from '../workspace/workspace.ts';

const dependabotPlaces = ['.github/dependabot.yml', '.github/dependabot.yaml'];

/** https://docs.renovatebot.com/configuration-options/ lists where Renovate looks for its configuration. */
const renovatePlaces = [
  'renovate.json',
  'renovate.json5',
  '.github/renovate.json',
  '.github/renovate.json5',
  '.renovaterc',
  '.renovaterc.json',
  '.renovaterc.json5',
  'package.json',
];

/** Generated files that name versions: a newer generator updates them. */
const generatedPaths: Record<RepositoryRole, { workflows: string[]; others: string[] }> = {
  app: { workflows: [workflows.ci, workflows.appCheck].map(workflowPath), others: [] },
  config: {
    workflows: [workflows.cd, workflows.rollback, workflows.configCheck, workflows.promotion, workflows.review].map(workflowPath),
    others: ['charts/**'],
  },
};

function workflowPath(file: string): string {
  return `.github/workflows/${file}`;
}

/** Advice where Dependabot or Renovate is set up already: it would open pull requests that the check of generated files fails. */
export function updateBotNotes({ roots }: Workspace): string[] {
  return (['app', 'config'] as const).flatMap((role) => {
    const root = roots[role];
    if (root === undefined) return [];
    const paths = generatedPaths[role];
    const dependabot = dependabotPlaces.filter((place) => lacks(textOf(root, place), paths.workflows));
    const renovate = renovatePlaces.filter((place) => {
      const text = textOf(root, place);
      return (place !== 'package.json' || hasRenovateKey(text)) && lacks(text, [...paths.workflows, ...paths.others]);
    });
    return [
      ...dependabot.map(
        (place) => `${place} would update the generated workflows. Add to its entry for github-actions:\n\n${indented(excludedPaths(paths.workflows))}\n`,
      ),
      ...renovate.map(
        (place) =>
          `Renovate (${place}) would update generated files. Add to its packageRules:\n\n${indented(renovateRule([...paths.workflows, ...paths.others]))}\n`,
      ),
    ];
  });
}

function textOf(root: string, path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Whether there is a text, and it does not name each of the paths. */
function lacks(text: string | undefined, paths: readonly string[]): boolean {
  return text !== undefined && !paths.every((path) => text.includes(path));
}

function hasRenovateKey(text: string | undefined): boolean {
  try {
    return text !== undefined && typeof JSON.parse(text).renovate === 'object';
  } catch {
    return false;
  }
}

function excludedPaths(paths: readonly string[]): string {
  return ['exclude-paths:', ...paths.map((path) => `  - ${path}`)].join('\n');
}

function renovateRule(paths: readonly string[]): string {
  return `{\n  "matchFileNames": [${paths.map((path) => JSON.stringify(path)).join(', ')}],\n  "enabled": false\n}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
