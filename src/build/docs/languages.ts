import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerfile } from '../../../generators/app/dockerfile.ts';
import { languages } from '../../languages/index.ts';
import type { KnownLanguage } from '../../languages/language.ts';
import type { Model, PackageManager, Registry } from '../../model/model.ts';
import { accessTo } from '../../registries/index.ts';
import { markdownTable } from '../../render/markdown.ts';

/** docs/languages.md: what CI and the first Dockerfile are by language, and how each registry is reached. */
export function languagesDocument(): string {
  return [
    '# Languages and registries',
    '',
    'What `app.language` and `ci.packageManager` stand for, where the config says nothing more. `ci.commands` replaces each command, an empty one',
    'leaves its step out; `ci.versions` makes a matrix, and its first version is that of the image. `images.*.command` says what the image runs.',
    'The Dockerfile is written once and is yours from then on; with one of your own, ours is not written. Of an app in a folder of its repository,',
    '`ci.workingDirectory` names the folder: commands run there, and the image is built from there.',
    '',
    '`create` reads a folder and prints what it read with the file that says it: versions from `go.mod`, `engines`, `.ruby-version`, `global.json`,',
    '`rust-toolchain.toml` and their like, package managers from lockfiles, a linter where it is configured and a dependency, tests where there are',
    'some. The order is that of the table: an app in Go that has a `package.json` for its assets is an app in Go. Where nothing is at the top, it',
    'looks two folders deep: the one with the Dockerfile comes first, then `backend`, `server`, `api`, `app` and their like.',
    '',
    'Of a range of versions the image has the newest that gets fixes, and the tests run the oldest as well; a version that gets none any more is told.',
    '`images.*.build` has what the first Dockerfile follows from besides: the module of Maven or Gradle, or the project of .NET, that is the application;',
    'libraries that gems and crates are linked to; the extension of PHP for the database; whether an installation needs more than the manifests, as',
    'workspaces and its own scripts do; assets that Vite builds for PHP. Where nothing says which module it is, CI refuses to run until somebody does.',
    '',
    markdownTable(
      ['language', 'package manager', 'version', 'commands of CI', 'images'],
      (Object.keys(languages) as KnownLanguage[]).flatMap((language) => {
        const { packageManagers } = languages[language];
        return packageManagers.length === 0 ? [languageRow(language, null)] : packageManagers.map((manager) => languageRow(language, manager));
      }),
    ),
    '',
    'With `custom`, versions, commands and Dockerfile are the user’s. Databases, caches and brokers of the app run beside its tests, in the version that',
    'it has in a cluster, and the tests get their addresses in the variables of the components.',
    '',
    '## Registries',
    '',
    'How CI signs in, and how a cluster pulls: its nodes by themselves, with a Secret, or with short-lived tokens that External Secrets makes anew. The',
    'set-up runbook has the commands of each.',
    '',
    markdownTable(['registry', 'CI signs in by', "`imagePull: 'node'`", '`imagePull: { externalSecrets }`'], sampleRegistries.map(registryRow)),
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

/** Base images of the first Dockerfile, in the order of its stages. */
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
    oidc ? 'OIDC, nothing is stored' : environment === null ? 'the token of the run' : `a token, secret of the environment \`${environment}\``,
    nodes.by === 'identity' ? `identity of nodes in ${nodes.cloud}` : 'public images',
    tokens === null ? '–, a Secret' : `\`${tokens.kind}\`, ${tokens.lifetime}`,
  ];
}
