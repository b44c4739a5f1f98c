import { languageOf } from '../../src/languages/index.ts';
import type { Model } from '../../src/model/model.ts';
import { workflows } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { printYaml } from '../../src/render/yaml.ts';

/** https://docs.github.com/code-security/dependabot/working-with-dependabot/dependabot-options-reference */
export const dependabot: Generator = {
  id: 'app/dependabot',
  description: 'Dependabot updates for packages, base images and actions, one week after their release',
  repository: 'app',
  files: (model) => [
    {
      path: '.github/dependabot.yml',
      alternatives: ['.github/dependabot.yaml'],
      content: printYaml(
        { version: 2, updates: updates(model) },
        {
          header:
            'Created by create-gitops-app and yours to edit: generate never overwrites it.\nUpdates wait a week: most malicious releases are found by then.',
          reader: '1.2',
        },
      ),
      ownership: { class: 'seeded' },
    },
  ],
};

function updates({ app, ci, images }: Model): object[] {
  const language = languageOf(app.language);
  // Each build context is a package; CI tests one of them.
  const packages = [directory(ci.workingDirectory), ...images.map(({ context }) => directory(context))];
  return [
    ...(language === null ? [] : [update(language.dependabot(ci.packageManager), packages, { groups: { minor: { 'update-types': ['minor', 'patch'] } } })]),
    update(
      'docker',
      images.map(({ dockerfile }) => directory(dockerfile.includes('/') ? dockerfile.slice(0, dockerfile.lastIndexOf('/')) : '.')),
    ),
    // A newer generator updates the pins of the generated workflows.
    update('github-actions', ['/'], { 'exclude-paths': [workflows.ci, workflows.appCheck].map((file) => `.github/workflows/${file}`) }),
  ];
}

/** Dependabot takes paths from the root of the repository. */
function directory(path: string): string {
  return path === '.' ? '/' : `/${path}`;
}

function update(ecosystem: string, everyDirectory: readonly string[], more: object = {}): object {
  const directories = [...new Set(everyDirectory)];
  const place = directories.length === 1 ? { directory: directories[0] } : { directories };
  return { 'package-ecosystem': ecosystem, ...place, schedule: { interval: 'weekly' }, cooldown: { 'default-days': 7 }, ...more };
}
