import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dockerfile } from '../../generators/app/dockerfile.ts';
import type { Image, Model } from '../../src/model/model.ts';
import { goldenFolder } from '../golden/cases.ts';
import { temporaryFolder, write } from '../support/workspace.ts';

const golden = JSON.parse(readFileSync(join(goldenFolder, 'shop/config/.gitops-app/shop/model.json'), 'utf8')) as Model;

function dockerfileOf(
  ci: Partial<Model['ci']>,
  language: Model['app']['language'] = 'node',
  command: string[] = ['npm', 'start'],
  build: Partial<Image['build']> = {},
): string {
  const model = {
    ...golden,
    app: { ...golden.app, language },
    images: golden.images.map((image) => ({ ...image, command, build: { ...image.build, ...build } })),
    ci: { ...golden.ci, ...ci },
  };
  const [file] = dockerfile.files(model, { version: '1.0.0', planned: [] });
  return file?.content ?? '';
}

/** The instructions of the last stage, without comments and continued lines. */
function lastStage(text: string): string[] {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .trim()
    .split('\n');
  return lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
}

describe('Dockerfile', () => {
  test.each([
    ['24', 'node:24-slim'],
    ['22.x', 'node:22-slim'],
    ['22.12.0', 'node:22.12.0-slim'],
    ['*', 'node:lts-slim'],
  ])('of version %s is built on %s', (version, base) => {
    expect(dockerfileOf({ versions: [version] }).match(/^FROM \S+/gm)).toEqual([`FROM ${base}`, `FROM ${base}`]);
  });

  test('keeps a command of several lines together', () => {
    const text = dockerfileOf({ commands: { ...golden.ci.commands, compile: 'npm run codegen\nnpm run build\n' } });
    expect(text).toContain('RUN <<END_OF_COMMANDS\nset -e\nnpm run codegen\nnpm run build\nnpm prune --omit=dev\nEND_OF_COMMANDS\n');
  });

  test('builds without commands', () => {
    const text = dockerfileOf({ commands: { install: '', compile: '', lint: '', test: '' } });
    expect(text.match(/^RUN .*/gm)).toEqual(['RUN npm prune --omit=dev']);
  });

  test.each(['node', 'python', 'ruby'] as const)('of %s says in PORT where the app is to listen', (language) => {
    const stage = lastStage(dockerfileOf({ packageManager: null }, language));
    expect(stage.join('\n')).toMatch(/ENV .*PORT=8080 /);
    expect(stage).toContain('EXPOSE 8080');
  });

  test('of Yarn 1 and of Yarn 4 each says what that understands', () => {
    const of = (install: string) => dockerfileOf({ packageManager: 'yarn', commands: { ...golden.ci.commands, install, compile: 'yarn build' } });
    const one = of('yarn install --frozen-lockfile');
    expect(one).toContain('yarn install --production --frozen-lockfile');
    expect(one).not.toMatch(/workspaces focus|--immutable|Plug/);
    const four = of('yarn install --immutable');
    expect(four).toContain('yarn workspaces focus --all --production');
    expect(four).not.toContain('--frozen-lockfile');
  });

  test('of Quarkus takes the folder that starts, of other Java the jar', () => {
    const ci = { packageManager: 'maven' as const, versions: ['25'] };
    expect(lastStage(dockerfileOf(ci, 'java', ['java', '-jar', 'quarkus-run.jar']))).toContain('COPY --from=build /app ./');
    expect(lastStage(dockerfileOf(ci, 'java', ['java', '-jar', 'app.jar']))).toContain('COPY --from=build /app.jar ./');
  });

  test('of Maven fetches dependencies before it has the sources, where there are no modules', () => {
    const of = (project: string | null, compile: string) =>
      dockerfileOf({ packageManager: 'maven', versions: ['25'], commands: { ...golden.ci.commands, compile } }, 'java', ['java', '-jar', 'app.jar'], {
        project,
      });
    const layer = /COPY pom\.xml \.\/\n#.*\nRUN mvn .*dependency:go-offline\nCOPY \. \.\n/;
    expect(of(null, 'mvn compile')).toMatch(layer);
    expect(of(null, './mvnw compile')).toMatch(/COPY \.mvn \.mvn\nCOPY mvnw pom\.xml \.\/\n#.*\nRUN \.\/mvnw /);
    expect(of('web', 'mvn compile')).not.toContain('go-offline');
  });

  test('of PHP installs what composer.json requires of PHP', () => {
    const text = dockerfileOf({ packageManager: null, versions: ['8.4'] }, 'php', ['apache2-foreground']);
    expect(text).toContain('"install-php-extensions", "opcache", "pdo_pgsql", "redis", ...$extensions');
  });

  test('starts an app that SIGTERM ends in order', async () => {
    const stage = lastStage(dockerfileOf({}));
    const settings =
      stage
        .find((line) => line.startsWith('ENV '))
        ?.split(/\s+/)
        .slice(1) ?? [];
    const [program = '', ...args] = JSON.parse(stage.at(-1)?.slice('CMD '.length) ?? '') as string[];
    const folder = temporaryFolder();
    write(folder, {
      'package.json': JSON.stringify({ name: 'shop', scripts: { start: 'node server.js' } }),
      'server.js': `process.on('SIGTERM', () => { console.log('closed'); process.exit(0); });\nsetTimeout(() => process.exit(1), 5000);\nconsole.log('ready');\n`,
    });
    const environment = Object.fromEntries(settings.map((setting) => setting.split('=')));
    const app = spawn(program, args, { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    for await (const chunk of app.stdout) {
      output += chunk;
      if (output.endsWith('ready\n')) app.kill('SIGTERM');
    }
    expect(output).toMatch(/ready\nclosed\n$/);
  });
});
