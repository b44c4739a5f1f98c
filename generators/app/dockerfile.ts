import type { Image, Model } from '../../src/model.ts';
import type { Generator } from '../../src/plan.ts';
import { renderTemplate } from '../../src/render/template.ts';

/** Package managers other than npm come by corepack, which newer Node images leave out. */
const corepack = 'corepack@0.36.0';

/** `manifests`: what an installation reads; a pattern stands for a file that need not be there. */
const packageManagers = {
  npm: { manifests: 'package*.json', corepack: '', prune: 'npm prune --omit=dev' },
  pnpm: { manifests: 'package.json pnpm-*.yaml', corepack, prune: 'pnpm prune --prod' },
  yarn: { manifests: 'package.json yarn.lock .yarnrc.ym[l]', corepack, prune: 'yarn workspaces focus --production' },
} as const;

export const dockerfile: Generator = {
  id: 'app/dockerfile',
  description: 'A Dockerfile for each image that has none: build and run in stages of their own, without root',
  repository: 'app',
  applies: hasTemplate,
  files: (model) =>
    byPath(model.images, ({ dockerfile: path }) => path).map((image) => ({
      path: image.dockerfile,
      content: content(model, image),
      ownership: { class: 'seeded' },
    })),
};

export const dockerignore: Generator = {
  id: 'app/dockerignore',
  description: 'A .dockerignore for each build context that has none: no secrets, no Git, nothing that is built anew',
  repository: 'app',
  applies: hasTemplate,
  files: (model) =>
    byPath(model.images, ignorePath).map((image) => ({
      path: ignorePath(image),
      content: renderTemplate('docker/dockerignore', {}),
      ownership: { class: 'seeded' },
    })),
};

/** With commands of their own we do not know what an app is made of: its Dockerfile is the user's. */
function hasTemplate({ app }: Model): boolean {
  return app.language === 'node';
}

/** Images may share a Dockerfile, and a context. */
function byPath(images: readonly Image[], path: (image: Image) => string): Image[] {
  return [...new Map(images.map((image) => [path(image), image] as const).reverse()).values()].reverse();
}

function ignorePath({ context }: Image): string {
  return context === '.' ? '.dockerignore' : `${context}/.dockerignore`;
}

function content({ ci, components }: Model, image: Image): string {
  const users = components.filter((component) => component.image === image.name);
  const ports = users.flatMap((component) =>
    component.ports.map(({ containerPort, protocol }) => (protocol === 'TCP' ? `${containerPort}` : `${containerPort}/udp`)),
  );
  const { install, compile } = ci.commands;
  const { prune, ...manager } = packageManagers[ci.packageManager];
  return renderTemplate('docker/node', {
    base: `node:${imageVersion(ci.versions[0] ?? '')}-slim`,
    user: users[0]?.runAsUser ?? 10001,
    ports: [...new Set(ports)],
    install: install === '' ? '' : run([install]),
    compile: run(compile === '' ? [prune] : [compile, prune]).trimEnd(),
    plugAndPlay: ci.packageManager === 'yarn',
    ...manager,
  });
}

/** Docker has no ranges: `22.x` is the tag `22`; for any version it is the newest with long-term support. */
function imageVersion(version: string): string {
  const [tag = ''] = /^\d+(?:\.\d+)*/.exec(version) ?? [];
  return tag === '' ? 'lts' : tag;
}

/**
 * One layer of commands. A command of several lines ends at its first failure, as it does in CI; the blank line after it is
 * for hadolint, which cannot read on without.
 */
function run(commands: readonly string[]): string {
  if (commands.every((command) => !command.trim().includes('\n'))) return `RUN ${commands.map((command) => command.trim()).join(' && ')}`;
  return ['RUN <<END_OF_COMMANDS', 'set -e', ...commands.map((command) => command.trim()), 'END_OF_COMMANDS', ''].join('\n');
}
