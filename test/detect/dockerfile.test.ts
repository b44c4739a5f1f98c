/** What create detects in a Dockerfile, and its notes on what is missing. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { notesOn } from '../../src/create/next-steps.ts';
import { instructionsOf } from '../../src/detect/dockerfile-instructions.ts';
import { detectFolder } from '../../src/detect/folder.ts';
import type { Change } from '../../src/diff/change.ts';
import type { Model } from '../../src/model/model.ts';
import { temporaryFolder, write } from '../support/workspace.ts';
import { compose, config, read, unmapped } from './proposed.ts';

const dockerfile = (text: string) => read({ Dockerfile: text });
const web = (text: string) => config(dockerfile(text)).components?.web;
const notes = (text: string) => notesOn(dockerfile(text), { ci: {}, images: [] } as unknown as Model, []);

test('a stage inherits from its base stage, not from others', () => {
  const text = [
    ...['FROM mcr.microsoft.com/dotnet/aspnet:9.0 AS base', 'USER $APP_UID', 'EXPOSE 8080', 'EXPOSE 8081'],
    ...['FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build', 'USER root', 'EXPOSE 1', 'FROM base AS final', 'ENTRYPOINT ["dotnet", "Web.dll"]'],
  ].join('\n');
  expect(web(text)).toMatchObject({ ports: { http: { containerPort: 8080 } }, runAsUser: 1654 });
  expect(unmapped(dockerfile(text))).toEqual(['EXPOSE 8081: add it to the ports of the component; the first port is http']);
  expect(notes(text)).not.toContain('USER');
});

describe('variables', () => {
  test('have the defaults of ARG and ENV, and the build arguments of Compose', () => {
    const text = 'ARG OUTER=5000\nFROM node\nARG OUTER\nARG UID=1234\nENV PORT=$OUTER HOST="a b"\nEXPOSE ${PORT}\nUSER ${UID}:${GID:-1}\n';
    expect(web(text)).toMatchObject({ ports: { http: { containerPort: 5000 } }, runAsUser: 1234 });
    const built = compose('services: { web: { build: { context: ., args: { UID: 7 } }, ports: ["80:80"] } }', { Dockerfile: text });
    expect(config(built).components?.web?.runAsUser).toBe(7);
  });
  test('without a value are reported as unknown, not as missing', () => {
    expect(notes('FROM x\nARG UID\nUSER $UID\n')).toContain('The Dockerfile ends with USER ${UID}, whose value is unknown');
    expect(notes('FROM x\nUSER $UID\n')).not.toContain('sets no USER');
    expect(notes('FROM x\n')).toContain('sets no USER');
  });
});

test.each([
  ['gcr.io/distroless/static-debian12:nonroot', 65532],
  ['cgr.dev/chainguard/node:latest', 65532],
  ['mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled', 1654],
  ['nginxinc/nginx-unprivileged:1.27', 101],
])('a base image with a non-root user needs no USER: %s', (base, user) => {
  expect(web(`FROM golang AS build\nUSER root\nFROM ${base}\nEXPOSE 80\n`)?.runAsUser).toBe(user);
  expect(notes(`FROM ${base}\n`)).not.toContain('USER');
});

describe('a lockfile that CI needs', () => {
  const notesOf = (files: Record<string, string>, jobs = 'full') =>
    notesOn(read(files), { ci: { jobs, requiredChecks: ['test'] }, images: [] } as unknown as Model, [])
      .split('\n')
      .filter((line) => line.includes('install from it'));
  test.each<[string, Record<string, string>, RegExp]>([
    ['npm', { 'package.json': '{}' }, /No package-lock\.json, .*: npm install --package-lock-only$/],
    ['pnpm', { 'package.json': '{"packageManager":"pnpm@10.1.0"}' }, /No pnpm-lock\.yaml, .*: pnpm install --lockfile-only$/],
    ['Poetry', { 'pyproject.toml': '[tool.poetry]\nname = "x"\n' }, /No poetry\.lock, .*: poetry lock$/],
    ['Ruby', { Gemfile: '' }, /No Gemfile\.lock, .*: bundle lock/],
    ['Rust', { 'Cargo.toml': '[package]\nname = "x"\n' }, /No Cargo\.lock, .*: cargo generate-lockfile$/],
    ['Go', { 'go.mod': 'module x\n\nrequire a.example/b v1.0.0\n' }, /No go\.sum, .*: go mod tidy$/],
  ])('is required: %s', (_, files, note) => {
    expect(notesOf(files)).toEqual([expect.stringMatching(note)]);
    // If neither CI nor a generated Dockerfile installs anything, it is not required.
    expect(notesOf({ ...files, Dockerfile: 'FROM x\n' }, 'build-only')).toEqual([]);
  });
  test('is not required if it exists or there is nothing to lock', () => {
    expect(notesOf({ 'package.json': '{}', 'npm-shrinkwrap.json': '{}' })).toEqual([]);
    expect(notesOf({ 'web/package.json': '{}', 'package-lock.json': '{}' })).toEqual([]);
    expect(notesOf({ 'go.mod': 'module x\n' })).toEqual([]);
    expect(notesOf({ 'requirements.txt': '' })).toEqual([]);
  });
  test('must be in git', () => {
    const root = temporaryFolder();
    write(root, { 'package.json': '{}', 'package-lock.json': '{}', '.gitignore': 'package-lock.json\n' });
    spawnSync('git', ['init', '--quiet', root]);
    expect(notesOn(detectFolder(root), { ci: { jobs: 'full' }, images: [] } as unknown as Model, [])).toContain('package-lock.json exists, but git ignores it');
  });
});

test('a service without its address in a variable is reported', () => {
  const notesOf = (env: string) =>
    notesOn(
      compose(`services:\n  web: { build: ., environment: { ${env} } }\n  db: { image: "postgres:16" }\n`),
      { ci: {}, images: [] } as unknown as Model,
      [],
    );
  expect(notesOf('A: b')).toContain("No variable contains the address of db: set the app's variable in env, such as { from: 'db.host' }.");
  expect(notesOf('URL: "postgres://db/x"')).not.toContain('No variable');
});

test('FastCGI is not HTTP: the probe path must be filled in', () => {
  const text = 'FROM php:8.3-fpm-alpine\nUSER 82\nEXPOSE 9000\nCMD ["php-fpm"]\n';
  const laravel = read({ Dockerfile: text, artisan: '#!', 'composer.json': '{}', 'bootstrap/app.php': "health: '/up'" });
  for (const detected of [dockerfile(text), dockerfile('FROM php:8-fpm\n'), laravel])
    expect(config(detected).components?.web).toMatchObject({ ports: { http: { containerPort: 9000 } }, readinessProbe: { httpGet: { path: '/fill-in' } } });
  expect(notes(text)).toContain('Dockerfile builds an image that serves FastCGI (php:8.3-fpm-alpine)');
  const served = 'FROM php:8.3-fpm\nEXPOSE 8080\nCMD ["supervisord"]\n';
  expect([web(served)?.ports, notes(served)]).toEqual([{ http: { containerPort: 8080 } }, expect.not.stringContaining('FastCGI')]);
});

test('heredoc bodies are not instructions', () => {
  const text = [
    ...['FROM node', 'EXPOSE 3000', 'USER 1001', 'COPY <<EOF <<-"END" /notes/', 'USER root', 'EXPOSE 9', 'EOF', 'FROM me', '\tEND'],
    ...['RUN <<SCRIPT', 'adduser -u 5 x', 'SCRIPT', 'RUN cat <<NEVER', 'CMD ["x"]'],
  ].join('\n');
  expect(web(text)).toMatchObject({ ports: { http: { containerPort: 3000 } }, runAsUser: 1001 });
  expect(instructionsOf(text, 'D').map(({ name, source }) => `${name} ${source}`)).toEqual([
    ...['FROM D:1', 'EXPOSE D:2', 'USER D:3', 'COPY D:4', 'RUN D:10', 'RUN D:13', 'CMD D:14'],
  ]);
});

test('of several ports the first one except SSH is used; the others are reported', () => {
  expect(web('FROM x\nEXPOSE 22 3000/tcp 3000\nEXPOSE 9/udp\n')?.ports).toEqual({ http: { containerPort: 3000 } });
  expect(unmapped(dockerfile('FROM x\nEXPOSE 22 3000/tcp 3000\n'))).toEqual(['EXPOSE 22: add it to the ports of the component; the first port is http']);
});

test('a VOLUME is persistent, unless Compose mounts it', () => {
  const text = 'FROM x\nEXPOSE 80\nVOLUME ["/data", "/srv/media"]\nVOLUME $UNKNOWN\n';
  expect(web(text)?.volumes).toEqual({ data: { mountPath: '/data', size: '1Gi' }, 'data-2': { mountPath: '/srv/media', size: '1Gi' } });
  expect(unmapped(dockerfile(text))).toEqual([]);
  const many = compose('services: { web: { build: ., ports: ["80:80"], scale: 2 } }', { Dockerfile: text });
  expect(config(many).components?.web?.writablePaths).toEqual(['/data', '/srv/media']);
  expect(unmapped(many).map((each) => each.split(':')[0])).toEqual(['VOLUME /data', 'VOLUME /srv/media']);
  const mounted = compose('services: { web: { build: ., ports: ["80:80"], volumes: ["a:/data", "b:/srv"] } }', { Dockerfile: text });
  expect(Object.values(config(mounted).components?.web?.volumes ?? {}).map(({ mountPath }) => mountPath)).toEqual(['/data', '/srv']);
});

describe('a health check', () => {
  test('sets the port if nothing else does, and the probe timing', () => {
    expect(web('FROM x\nHEALTHCHECK --interval=1m30s --timeout=500ms --retries=5 --start-period=3m CMD curl -f http://localhost:8000/health\n')).toMatchObject({
      ports: { http: { containerPort: 8000 } },
      readinessProbe: { httpGet: { path: '/health', port: 'http' }, periodSeconds: 90, timeoutSeconds: 1, failureThreshold: 5 },
      startupProbe: { httpGet: { path: '/health', port: 'http' }, periodSeconds: 90, timeoutSeconds: 1, failureThreshold: 7 },
    });
    expect(web('FROM x\nENV PORT=4000\nHEALTHCHECK CMD wget -q "http://127.0.0.1:${PORT:-1}/up"\n')?.ports).toEqual({ http: { containerPort: 4000 } });
    expect(web('FROM x\nHEALTHCHECK CMD curl http://localhost/up\n')?.ports).toEqual({ http: { containerPort: 80 } });
  });
  test('on another port adds that port', () => {
    expect(web('FROM x\nEXPOSE 80\nHEALTHCHECK CMD curl http://localhost:9000/up\n')).toMatchObject({
      ports: { http: { containerPort: 80 }, health: { containerPort: 9000 } },
      readinessProbe: { httpGet: { path: '/up', port: 'health' } },
    });
  });
  test('by HTTPS becomes a TCP probe, and is reported', () => {
    const text = 'FROM x\nEXPOSE 8443\nHEALTHCHECK CMD curl -k https://localhost:8443/up\n';
    expect(web(text)?.readinessProbe).toEqual({ tcpSocket: { port: 'http' } });
    expect(unmapped(dockerfile(text))).toEqual([expect.stringContaining('health check of web: it uses HTTPS')]);
  });
  test('that runs a command is reported', () => {
    expect(unmapped(dockerfile('FROM x\nEXPOSE 80\nHEALTHCHECK CMD ["/hc.sh"]\n'))).toEqual([
      expect.stringContaining('HEALTHCHECK: ["/hc.sh"] does not request a URL'),
    ]);
    expect(unmapped(dockerfile('FROM x\nEXPOSE 80\nHEALTHCHECK CMD ["/hc.sh"]\nHEALTHCHECK NONE\n'))).toEqual([]);
  });
});

test('the proposed Dockerfile is shown only for the image of the app', () => {
  const kept = ['Dockerfile', 'web/Dockerfile'].map((path) => ({ path, action: 'keep', cause: 'foreign', proposed: `FROM ${path}\n` }) as unknown as Change);
  const images = [{ dockerfile: 'Dockerfile' }, { dockerfile: 'web/Dockerfile' }];
  const text = notesOn(read({ 'package.json': '{ "main": "x.js" }' }), { ci: {}, images } as unknown as Model, kept);
  expect(text).toContain('Kept your Dockerfile. The generated one would be:\n\n    FROM Dockerfile\n');
  expect(text).toContain('Kept your web/Dockerfile.\n');
});

test('with an unknown port the probe is marked, so that no guess is deployed', () => {
  expect(web('FROM x\n')?.readinessProbe).toEqual({ httpGet: { path: '/fill-in', port: 'http' } });
  // The generated Dockerfile sets the port.
  expect(config(read({ 'package.json': '{ "main": "x.js" }' })).components?.web?.readinessProbe).toEqual({ tcpSocket: { port: 'http' } });
});
