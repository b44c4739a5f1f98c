/** Ten kinds of existing repositories. Created by code, because links, line endings and submodules do not survive every checkout. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltCli } from '../support/built-cli.ts';
import { write } from '../support/workspace.ts';

export interface ExistingRepository {
  kind: string;
  /** Creates it at `<root>/app`; other files in the root must stay unchanged too. */
  make: (root: string, cli: BuiltCli) => void;
  /** Expected output of create. */
  says: readonly (string | RegExp)[];
  /** Expected content of the config. */
  config: object;
}

const dockerfile = 'FROM node:24\nCOPY . .\nEXPOSE 3000\nUSER 1000\n';
const packageJson = '{ "name": "web" }\n';
const compose = `services:
  web:
    build: { context: ., args: { EDITION: full, NPM_TOKEN: dev } }
    ports: ["8080:3000"]
    environment:
      DATABASE_URL: postgres://web:dev@db:5432/web
      CACHE_URL: redis://cache:6379
      SESSION_SECRET: dev
      TITLE: \${TITLE:-Shop}
    healthcheck:
      test: curl -f http://localhost:3000/ready
  worker:
    build: .
    command: node worker.js
    user: "1001"
  db:
    image: postgres:16-alpine
    volumes: [data:/var/lib/postgresql/data]
  cache:
    image: valkey/valkey:8
  mail:
    image: axllent/mailpit
volumes:
  data:
`;

export const existingRepositories: readonly ExistingRepository[] = [
  {
    kind: 'a monorepo',
    make: (root) =>
      inGit(root, {
        'package.json': '{ "name": "acme", "private": true, "workspaces": ["apps/*"] }\n',
        'package-lock.json': '{}\n',
        'apps/web/package.json': packageJson,
        'apps/web/Dockerfile': 'FROM node:24\nCOPY package-lock.json apps/web ./\nEXPOSE 4000\nUSER 1000\n',
        'apps/worker/Dockerfile': 'FROM node:24\nCOPY main.js ./\nUSER 1000\n',
        'apps/worker/main.js': '',
      }),
    says: [/app folder +apps\/web +apps\/web\/Dockerfile:1\n/, /port +4000 +apps\/web\/Dockerfile:3\n/],
    config: {
      // The first copies the lockfile of the root, the second only its own files.
      images: { acme: { dockerfile: 'apps/web/Dockerfile' }, 'acme-worker': { context: 'apps/worker', dockerfile: 'apps/worker/Dockerfile' } },
      components: { web: { ports: { http: { containerPort: 4000 } } }, worker: { image: 'acme-worker' } },
    },
  },
  {
    kind: 'a Dockerfile with a named user',
    make: (root) => inGit(root, { 'package.json': packageJson, Dockerfile: 'FROM node:24 AS build\nUSER 7\nFROM node:24\nEXPOSE 80\nUSER app:app\n' }),
    says: [
      /user +app +Dockerfile:5\n/,
      'web listens on port 80: without root this works only if the nodes allow it',
      'The Dockerfile ends with USER app: Kubernetes cannot verify that a named user is not root.',
    ],
    config: { components: { web: { ports: { http: { containerPort: 80 } } } } },
  },
  {
    kind: 'a compose file with five services',
    make: (root) => inGit(root, { 'package.json': packageJson, Dockerfile: dockerfile, 'compose.yaml': compose, '.env.example': 'TITLE=Shop\nSENTRY_DSN=\n' }),
    says: [
      /service db +postgresql 16 +compose\.yaml:17\n/,
      /DATABASE_URL +from db\.url +compose\.yaml:6\n/,
      /SESSION_SECRET +a key of a Secret +compose\.yaml:8\n/,
      /service mail +smtp +compose\.yaml:22\n/,
      'compose.yaml:18  services.db.volumes: ',
      'compose.yaml:3  services.web.build.args.NPM_TOKEN: ',
    ],
    config: {
      images: { web: { args: { EDITION: 'full' } } },
      auxiliaryServices: { db: { type: 'postgresql', version: '16' }, cache: { type: 'redis' } },
      components: {
        web: {
          ports: { http: { containerPort: 3000 } },
          readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
          env: {
            DATABASE_URL: { from: 'db.url' },
            CACHE_URL: { from: 'cache.url' },
            SESSION_SECRET: { secretKeyRef: { name: 'web-env', key: 'SESSION_SECRET' } },
            SENTRY_DSN: { secretKeyRef: { name: 'web-env', key: 'SENTRY_DSN' } },
            TITLE: 'Shop',
          },
        },
        worker: { args: ['node', 'worker.js'], runAsUser: 1001 },
      },
    },
  },
  {
    kind: 'no Dockerfile',
    make: (root) => inGit(root, { 'package.json': packageJson, 'server.js': '' }),
    says: [/language +Node +package\.json\n/],
    config: { components: { web: { ports: { http: { containerPort: 8080 } } } } },
  },
  {
    kind: 'existing CI',
    make: (root) =>
      inGit(root, {
        'package.json': packageJson,
        Dockerfile: dockerfile,
        '.github/workflows/test.yml': 'on: [push, pull_request]\njobs:\n  unit:\n    name: Unit tests\n  shape:\n    needs: unit\n',
        '.github/dependabot.yaml': 'version: 2\nupdates: []\n',
        CODEOWNERS: '* @acme/web',
      }),
    says: [".github/workflows/test.yml runs the tests, so the generated CI only builds the image (ci.jobs: 'build-only')", 'Kept your .github/dependabot.yaml'],
    config: { ci: { jobs: 'build-only', requiredChecks: ['Unit tests'] }, app: { owners: ['@acme/web'] } },
  },
  {
    kind: 'Windows line endings',
    make: (root) =>
      inGit(
        root,
        Object.fromEntries(
          Object.entries({
            'package.json': packageJson,
            Dockerfile: dockerfile,
            'compose.yaml': compose,
            '.env.example': 'TITLE="Shop"\n',
            '.github/CODEOWNERS': '* @acme/web\n',
            '.gitignore': 'node_modules\n',
            'README.md': '# Web\n',
          }).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]),
        ),
      ),
    says: [/TITLE +Shop +compose\.yaml:9\n/, /port +3000 +compose\.yaml:4\n/],
    config: { components: { web: { ports: { http: { containerPort: 3000 } }, env: { TITLE: 'Shop' } } }, app: { owners: ['@acme/web'] } },
  },
  {
    kind: 'symlinked files',
    make: (root) => {
      inGit(root, {
        'package.json': packageJson,
        'docker/Dockerfile': dockerfile,
        'docs/README.md': '# Web\n',
        'config/dependabot.yml': 'version: 2\nupdates: []\n',
      });
      mkdirSync(join(root, 'app/.github'));
      symlinkSync('docker/Dockerfile', join(root, 'app/Dockerfile'));
      symlinkSync('docs/README.md', join(root, 'app/README.md'));
      symlinkSync('../config/dependabot.yml', join(root, 'app/.github/dependabot.yml'));
      symlinkSync('nowhere', join(root, 'app/dangling'));
    },
    says: [/port +3000 +Dockerfile:3\n/],
    config: { components: { web: { ports: { http: { containerPort: 3000 } } } } },
  },
  {
    kind: 'a submodule',
    make: (root) => {
      inGit(root, { 'lib.js': '', Dockerfile: 'FROM scratch\nEXPOSE 1\n' }, 'library');
      inGit(root, { 'package.json': packageJson });
      git(root, 'app', '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '../library', 'library');
      git(root, 'app', 'commit', '-qm', 'Add the library');
    },
    says: [/language +Node +package\.json\n/],
    // The Dockerfile of a submodule does not build the app.
    config: { components: { web: { ports: { http: { containerPort: 8080 } } } } },
  },
  {
    kind: 'a folder without git',
    make: (root) =>
      write(join(root, 'app'), {
        'main.py': '',
        'requirements.txt': '',
        Dockerfile: 'FROM python:3.14\nEXPOSE 8000\nHEALTHCHECK CMD \\\n  wget -qO- http://127.0.0.1:8000/health || exit 1\nUSER 1000\n',
      }),
    says: [/health path +\/health +Dockerfile:3\n/],
    config: { app: { name: 'app', language: 'python' }, components: { web: { readinessProbe: { httpGet: { path: '/health', port: 'http' } } } } },
  },
  {
    kind: 'a config repository that another app uses',
    make: (root, cli) => {
      inGit(root, { 'package.json': packageJson, Dockerfile: dockerfile });
      write(join(root, 'gitops'), { 'README.md': '# Our deployments\r\n', CODEOWNERS: '* @acme/platform\n', 'charts/legacy/Chart.yaml': 'name: legacy\n' });
      const first = cli.run(
        root,
        'create',
        'first',
        '--yes',
        '--app-repository',
        'acme/first',
        '--config-repository',
        'acme/gitops',
        '--owners',
        '@acme/first',
      );
      if (first.status !== 0) throw new Error(first.stderr);
    },
    says: ['gitops'],
    // The config repository has owners: another app does not change them.
    config: { repositories: { config: { slug: 'acme/gitops', owners: ['@acme/platform'] } } },
  },
];

function inGit(root: string, files: Record<string, string>, folder = 'app'): void {
  write(join(root, folder), files);
  git(root, folder, 'init', '-q', '-b', 'main');
  git(root, folder, 'config', 'core.autocrlf', 'false');
  git(root, folder, 'add', '-A');
  git(root, folder, 'commit', '-qm', 'Begin');
}

function git(root: string, folder: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', ...args], { cwd: join(root, folder), stdio: 'pipe' });
}
