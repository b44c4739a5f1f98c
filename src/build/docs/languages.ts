import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerfile } from '../../../generators/app/dockerfile.ts';
import { languages } from '../../languages/index.ts';
import type { KnownLanguage } from '../../languages/language.ts';
import type { Model, PackageManager, Registry } from '../../model/model.ts';
import { accessTo } from '../../registries/index.ts';
import { markdownTable } from '../../render/markdown.ts';

/** docs/languages.md: CI and the initial Dockerfile of each language, and access to each registry. */
export function languagesDocument(): string {
  return [
    '# Languages and registries',
    '',
    'Defaults of `app.language` and `ci.packageManager`. `ci.commands` replaces single commands; an empty command skips its step. With several',
    '`ci.versions`, CI tests all of them, and the image uses the first. `images.*.command` sets the command of the image. The Dockerfile is generated',
    'once and is then yours; an existing Dockerfile is kept. For an app in a subdirectory, set `ci.workingDirectory`: CI runs the commands there and',
    'builds the image from it.',
    '',
    '`create` detects these values and prints the file that each comes from: versions from `go.mod`, `engines`, `.ruby-version`, `global.json`,',
    '`rust-toolchain.toml` and similar files, package managers from lockfiles, the linter if it is configured and a dependency, and tests if there are',
    'any. It checks the languages in the order of the table: a Go app with a `package.json` for its assets is a Go app. If the root contains no app, it',
    'searches two levels deep: first the directory with the Dockerfile, then `backend`, `server`, `api`, `app` and similar names.',
    '',
    'For a range of versions, the image uses the newest supported one, and CI also tests the oldest; `create` reports a version that is no longer',
    'supported. `images.*.build` contains the other settings of the initial Dockerfile: the Maven or Gradle module or the .NET project to run, the native',
    'libraries of gems and crates, the PHP extension for the database, whether the installation needs more files than the manifests (for workspaces and',
    'install scripts), and whether Vite builds assets for PHP. If `create` cannot tell which module to run, CI fails until you set it.',
    '',
    markdownTable(
      ['language', 'package manager', 'version', 'CI commands', 'base images'],
      (Object.keys(languages) as KnownLanguage[]).flatMap((language) => {
        const { packageManagers } = languages[language];
        return packageManagers.length === 0 ? [languageRow(language, null)] : packageManagers.map((manager) => languageRow(language, manager));
      }),
    ),
    '',
    'With `custom`, you provide versions, commands and the Dockerfile. The databases, caches and brokers of the app run as service containers of the',
    'tests, in the same versions as in the clusters. The tests get their addresses in the environment variables of the components.',
    '',
    '## Registries',
    '',
    'How CI logs in, and how a cluster pulls images: with the identity of its nodes, with a pull Secret, or with short-lived tokens that External Secrets',
    'renews. The set-up runbook contains the commands.',
    '',
    markdownTable(['registry', 'CI logs in with', "`imagePull: 'node'`", '`imagePull: { externalSecrets }`'], sampleRegistries.map(registryRow)),
    '',
  ].join('\n');
}

function languageRow(language: KnownLanguage, packageManager: PackageManager | null): string[] {
  const { title, version, commands } = languages[language];
  const usual = commands(packageManager);
  const lines = Object.values(usual).filter((command) => command !== '');
  return [
    title,
    packageManager ?? '–',
    version,
    lines.map((line) => `\`${line}\``).join(', '),
    imagesOf(language, packageManager)
      .map((image) => `\`${image}\``)
      .join(', '),
  ];
}

/** Base images of the initial Dockerfile, in the order of its stages. */
function imagesOf(language: KnownLanguage, packageManager: PackageManager | null): string[] {
  const path = join(import.meta.dirname, '../../../test/golden/shop/config/.gitops-app/shop/model.json');
  const model = JSON.parse(readFileSync(path, 'utf8')) as Model;
  const { version, commands, command } = languages[language];
  const [file] = dockerfile.files(
    {
      ...model,
      app: { ...model.app, language },
      ci: { ...model.ci, packageManager, versions: [version], commands: commands(packageManager) },
      images: model.images.map((image) => ({ ...image, command: command(model.app.name, packageManager) })),
    },
    { version: '0.0.0', planned: [] },
  );
  const stages = new Set<string>();
  const images = [...(file?.content ?? '').matchAll(/^FROM (\S+)(?: AS (\S+))?$/gm)].flatMap(([, image = '', stage]) => {
    const isStage = stages.has(image);
    if (stage !== undefined) stages.add(stage);
    return isStage ? [] : [image];
  });
  return [...new Set(images)];
}

const sampleRegistries: readonly Registry[] = [
  { type: 'ecr', host: '', account: '', region: '', role: '' },
  { type: 'ghcr', host: 'ghcr.io', owner: '' },
  { type: 'gar', host: '', project: '', location: '', repository: '', workloadIdentityProvider: '', serviceAccount: '' },
  { type: 'acr', host: '', name: '', tenantId: '', subscriptionId: '' },
  { type: 'dockerhub', host: 'docker.io', namespace: '', username: '' },
  { type: 'harbor', host: '', project: '', username: '' },
];

function registryRow(registry: Registry): string[] {
  const { title, permissions, environment, nodes, tokens } = accessTo(registry);
  const oidc = permissions('write')['id-token'] !== undefined;
  return [
    `${title} (\`${registry.type}\`)`,
    oidc ? 'OIDC, no stored credential' : environment === null ? '`GITHUB_TOKEN`' : `a token, stored in the GitHub environment \`${environment}\``,
    nodes.by === 'identity' ? `identity of the nodes, in ${nodes.cloud}` : 'public images',
    tokens === null ? 'not supported; use a Secret' : `\`${tokens.kind}\`, ${tokens.lifetime}`,
  ];
}
