import { runbookPath } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { tidyMarkdown } from '../../../src/render/markdown.ts';
import { renderTemplate } from '../../../src/render/template.ts';
import { runbooksOf } from './list.ts';
import { renameData } from './rename.ts';
import { rotateData } from './rotate.ts';
import { runbookData } from './runbook-data.ts';
import { setUpRunbook } from './set-up.ts';
import { troubleshootData } from './troubleshoot.ts';

export const runbooks: Generator = {
  id: 'config/runbooks',
  description:
    'Runbooks with the project’s real names: set up, deploy, promote, sync, roll back, rotate a secret, audit, troubleshoot; and rename, while the app is renamed',
  repository: 'config',
  files: (model, context) => {
    const { former } = context;
    const data = { ...runbookData(model, context), ...troubleshootData(model), ...rotateData(model) };
    return runbooksOf(model, context).map(({ name }) => ({
      path: runbookPath(model, name),
      // Teams add their own knowledge to runbooks.
      ownership: { class: 'merge' as const },
      content:
        name === 'set-up'
          ? setUpRunbook(model, context)
          : tidyMarkdown(
              renderTemplate(`docs/runbooks/${name}.md`, name === 'rename' && former !== undefined ? { ...data, ...renameData(model, former) } : data),
            ),
    }));
  },
};
