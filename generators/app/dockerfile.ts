import { languageOf } from '../../src/languages/index.ts';
import type { Image, Model } from '../../src/model/model.ts';
import { configOutside } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { renderTemplate } from '../../src/render/template.ts';

export const dockerfile: Generator = {
  id: 'app/dockerfile',
  description: 'A Dockerfile for each image without one: multi-stage, non-root',
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
  description: 'A .dockerignore for each build context without one: excludes secrets, .git and build output',
  repository: 'app',
  applies: hasTemplate,
  files: (model) =>
    byPath(model.images, ignorePath)
      .filter((image) => !model.repositories.app.ignoreFiles.includes(ignorePath(image)))
      .map((image) => ({
        path: ignorePath(image),
        content: renderTemplate('docker/dockerignore', { config: configOutside(model) ?? '', paths: languageOf(model.app.language)?.dockerignore ?? [] }),
        ownership: { class: 'seeded' },
      })),
};

/** An app with custom commands may be built in any way, so its Dockerfile is the user's. */
function hasTemplate({ app }: Model): boolean {
  return languageOf(app.language) !== null;
}

/** Images may share a Dockerfile or a context. */
function byPath(images: readonly Image[], path: (image: Image) => string): Image[] {
  return [...new Map(images.map((image) => [path(image), image] as const).reverse()).values()].reverse();
}

function ignorePath({ context }: Image): string {
  return context === '.' ? '.dockerignore' : `${context}/.dockerignore`;
}

function content(model: Model, image: Image): string {
  const { app, components } = model;
  const users = components.filter((component) => component.image === image.name);
  const ports = users.flatMap((component) =>
    component.ports.map(({ containerPort, protocol }) => (protocol === 'TCP' ? `${containerPort}` : `${containerPort}/udp`)),
  );
  return renderTemplate(`docker/${app.language}`, {
    user: users[0]?.runAsUser ?? 10001,
    ports: [...new Set(ports)],
    // Most frameworks listen on $PORT.
    port: ports[0]?.endsWith('/udp') === false ? ports[0] : '',
    command: `[${image.command.map((word) => JSON.stringify(word)).join(', ')}]`,
    ...languageOf(app.language)?.dockerfile(model, image),
  });
}
