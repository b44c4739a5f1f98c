import { contractSchema } from '../../../src/github/contract.ts';
import type { ConfigRepository } from '../../../src/model/model.ts';
import { sharedFolder } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { printJson } from '../../../src/render/json.ts';
import { verbatimTemplate, verbatimTemplates } from '../../../src/render/template.ts';

/** What the scripts must know of the config repository; the same for all of its apps. */
interface SharedSettings {
  /** Slug of the GitHub App that CD commits as. */
  cdApp: string;
  /** CD commits through GitHub's API, which signs. */
  signedCommits?: true;
}

function settings({ cdApp, signedCommits }: ConfigRepository): SharedSettings {
  return { cdApp, ...(signedCommits ? { signedCommits } : {}) };
}

export const sharedScripts: Generator = {
  id: 'config/shared-scripts',
  description: 'Scripts of CD, rollback and check (bash, git, jq, gh, Node), and the contract for their requests',
  repository: 'config',
  scope: 'shared',
  files: ({ repositories }) => [
    { path: `${sharedFolder}/settings.json`, content: printJson(settings(repositories.config)) },
    { path: `${sharedFolder}/contract.schema.json`, content: printJson(contractSchema) },
    ...verbatimTemplates('shared').map((path) => ({ path: `${sharedFolder}/${path}`, content: verbatimTemplate(`shared/${path}`) })),
  ],
};
