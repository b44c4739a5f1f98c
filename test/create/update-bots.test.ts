/** Dependabot and Renovate that are set up already: what they must leave alone, in lines to copy. */
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { examples } from '../../src/create/examples.ts';
import { updateBotNotes } from '../../src/create/update-bots.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { soleOwner } from '../../src/validate/rules/owners.ts';
import { temporaryFolder, write } from '../support/workspace.ts';

const config = () => structuredClone(examples.shop?.config) as PipelineConfig;

function notes(app: Record<string, string>, configFiles: Record<string, string> = {}): string[] {
  const roots = { app: temporaryFolder(), config: temporaryFolder() };
  write(roots.app, app);
  write(roots.config, configFiles);
  return updateBotNotes({ model: resolve(config()), roots, warnings: [] });
}

/** The lines to copy. */
const lines = (note = '') => note.split('\n\n')[1] ?? '';

test('Dependabot gets the paths to exclude, in either repository', () => {
  const file = { '.github/dependabot.yml': 'version: 2\n' };
  const [app, shared, ...more] = notes(file, file);
  expect(parse(lines(app))).toEqual({ 'exclude-paths': ['.github/workflows/gitops-ci.yaml', '.github/workflows/gitops-check.yaml'] });
  expect(parse(lines(shared))['exclude-paths']).toHaveLength(5);
  expect(more).toEqual([]);
  expect(notes({ '.github/dependabot.yml': lines(app) })).toEqual([]);
});

test.each(['renovate.json', '.github/renovate.json5', '.renovaterc', 'package.json'])('Renovate in %s gets a rule', (place) => {
  const [app, shared] = notes({ [place]: '{"renovate": {}}' }, { [place]: '{"renovate": {}}' });
  expect(app).toContain(place);
  expect(JSON.parse(lines(app))).toEqual({
    matchFileNames: ['.github/workflows/gitops-ci.yaml', '.github/workflows/gitops-check.yaml'],
    enabled: false,
  });
  expect(JSON.parse(lines(shared)).matchFileNames).toContain('charts/**');
});

test('nothing is said where neither is set up', () => {
  expect(notes({ 'package.json': '{}' }, { 'README.md': '' })).toEqual([]);
});

test('a sole owner is told, unless the config says how many approvals it wants', () => {
  const messages = (owners: string[], platform: string[], more: object = {}) => {
    const changed = config();
    Object.assign(changed.app, { owners });
    Object.assign(changed.repositories.config, { owners: platform, ...more });
    Object.assign(changed.environments.prod?.approval ?? {}, { reviewers: platform });
    return [...soleOwner.check(changed)].map(({ message }) => message);
  };
  expect(messages(['@ada'], ['@ADA'])).toEqual([expect.stringContaining('owns everything and approves every promotion')]);
  expect(messages(['@acme/shop'], ['@ada'])).toEqual([expect.stringContaining('@ada alone owns the config repository')]);
  expect(messages(['@ada'], ['@ada', '@bob'])).toEqual([]);
  expect(messages(['@ada'], ['@ada'], { requiredApprovals: 0 })).toEqual([]);
});
