/** The workflows of this project itself and its Dependabot, which every judge of emitted ones judges too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export const ownFiles: readonly { path: string; text: string }[] = ['workflows/ci.yaml', 'workflows/release.yaml', 'dependabot.yml'].map((name) => ({
  path: `create-gitops-app/.github/${name}`,
  text: readFileSync(join(root, '.github', name), 'utf8'),
}));
