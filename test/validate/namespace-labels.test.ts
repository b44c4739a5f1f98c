/** Two apps that share a namespace since before it was refused. */
import { expect, test } from 'vitest';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model } from '../../src/model/model.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { contestedClaims } from '../../src/validate/claims.ts';
import { peerProblems } from '../../src/validate/peers.ts';

function app(name: string, runAsNonRoot = true): Model {
  const config = structuredClone(examples.shop?.config) as PipelineConfig;
  config.app.name = name;
  config.repositories.app.slug = `acme/${name}`;
  Object.assign(config.registry, { role: `${name}-ci` });
  for (const [environment, value] of Object.entries(config.environments)) {
    Object.assign(value, { namespace: `team-${environment}` });
    if (value.routes?.public !== undefined) value.routes.public.hosts = [`${name}.${environment}.example.com`];
  }
  for (const component of Object.values(config.components)) component.securityContext = { runAsNonRoot };
  return resolve(config);
}

const codes = (model: Model, peer: Model, saved: Model) =>
  peerProblems(model, [peer], () => saved).map(
    ({ severity, message }) => `${severity} ${/the namespace '[^']+' on cluster '[^']+'( with different pod security)?/.exec(message)?.[0]}`,
  );

test('one namespace with one standard stays a warning', () => {
  expect(codes(app('mail'), app('shop'), app('mail'))).toContain("warning the namespace 'team-dev' on cluster 'dev-eu'");
  expect(codes(app('mail'), app('shop'), app('mail')).join()).not.toContain('pod security');
});

test('another standard than the other app is refused', () => {
  expect(codes(app('mail', false), app('shop'), app('mail'))).toEqual(
    expect.arrayContaining([
      "warning the namespace 'team-dev' on cluster 'dev-eu'",
      "error the namespace 'team-dev' on cluster 'dev-eu' with different pod security",
    ]),
  );
});

test('a namespace that two apps begin to share is refused once', () => {
  const before = app('mail');
  for (const environment of before.environments) environment.namespace = `mail-${environment.name}`;
  const found = codes(app('mail', false), app('shop'), before);
  expect(found).toContain("error the namespace 'team-dev' on cluster 'dev-eu'");
  expect(found.join()).not.toContain('pod security');
});

test('in the check of the config repository both are errors', () => {
  expect(
    contestedClaims([app('shop'), app('mail', false)])
      .map(({ message }) => message)
      .join('\n'),
  ).toContain("'mail' and 'shop' in the same config repository both use the namespace 'team-dev' on cluster 'dev-eu'");
});
