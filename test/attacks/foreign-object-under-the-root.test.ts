/** The root Application applies whatever is merged to its folders: only this repository's AppProjects and Applications may be. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changed, helm, replace } from '../cd/changed-repository.ts';
import { readArgocd } from '../judges/argocd.ts';
import { goldenApps } from '../judges/goldens.ts';
import type { Data } from '../judges/pods.ts';
import { some } from '../support/sample.ts';

describe.each(goldenApps().map((app) => ({ ...app, objects: readArgocd(app.config) })))('the root of $name', ({ objects, model }) => {
  const roots = objects.filter(({ path, object }) => object.kind === 'Application' && path.endsWith('/bootstrap/root.yaml'));
  /** Another file of the folder of a root. */
  const beside = (path: string, name: string) => objects.find((other) => other.path === path.replace('root.yaml', name))?.object as Data;

  test('has an AppProject of its own, for Applications and AppProjects of this repository in the namespace of Argo CD', () => {
    expect(roots).toHaveLength(!model.argocd.bootstrap ? 0 : model.argocd.topology === 'hub' ? 1 : model.clusters.length);
    for (const { path, object } of roots) {
      const { source, project } = (object as Data).spec;
      const { metadata, spec } = beside(path, 'project.yaml');
      expect(metadata).toEqual({ name: project, namespace: model.argocd.namespace });
      expect(project).not.toBe('default');
      expect(spec).toEqual({
        description: expect.any(String),
        sourceRepos: [source.repoURL],
        destinations: [{ server: 'https://kubernetes.default.svc', namespace: model.argocd.namespace }],
        namespaceResourceWhitelist: [
          { group: 'argoproj.io', kind: 'AppProject' },
          { group: 'argoproj.io', kind: 'Application' },
        ],
      });
    }
  });

  test('does not sync its own AppProject, settings or lock: a merge alone gives it no right', () => {
    for (const { object } of roots) expect((object as Data).spec.source.directory.include).toBe('{projects/*.yaml,applications/*.yaml}');
  });

  test('leaves nothing to the AppProject default', () => {
    for (const { path } of roots) {
      const { metadata, spec } = beside(path, 'default-project.yaml');
      expect(metadata.name).toBe('default');
      expect(spec).toMatchObject({ sourceRepos: [], destinations: [], namespaceResourceBlacklist: [{ group: '*', kind: '*' }] });
    }
  });
});

describe.skipIf('reason' in helm)('the check of a pull request', () => {
  const application = 'argocd/applications/shop-prod-prod-eu.yaml';
  const project = 'argocd/projects/shop-prod.yaml';
  /** A copy of an object under another name, with a change. */
  const copy =
    (from: string, name: string, to: string, ...[text, replacement]: [string, string]) =>
    (folder: string) => {
      const original = readFileSync(join(folder, from), 'utf8');
      expect(original).toContain(text);
      const changed = original.replace(text, replacement).replace(/^ {2}name: .*$/m, `  name: ${name}`);
      mkdirSync(join(folder, to, '..'), { recursive: true });
      writeFileSync(join(folder, to), changed);
    };
  const evil = 'argocd/applications/evil.yaml';
  const evilApplication = (text: string, replacement: string, to = evil) => copy(application, 'evil', to, text, replacement);
  const evilProject = (text: string, replacement: string) => copy(project, 'evil', 'argocd/projects/evil.yaml', text, replacement);
  const add =
    (text: string, to = evil) =>
    (folder: string) =>
      writeFileSync(join(folder, to), text);
  const append = (path: string, text: string) => (folder: string) => writeFileSync(join(folder, path), `${readFileSync(join(folder, path), 'utf8')}${text}`);
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: cluster }\n';

  test.each(
    some<[string, (folder: string) => void, RegExp]>(
      [
        [
          'in the AppProject default',
          evilApplication('project: shop-prod', 'project: default'),
          /must be in an AppProject that is beside it, not in "default"/,
        ],
        ['in the AppProject of the root', evilApplication('project: shop-prod', 'project: shop-config-root'), /not in "shop-config-root"/],
        ['without an AppProject', evilApplication('  project: shop-prod\n', ''), /not in missing/],
        ['of another repository', evilApplication('acme/shop-config.git', 'evil/shop.git'), /must deploy .*, not "https:\/\/github\.com\/evil\/shop\.git"/],
        ['of a tag', evilApplication('refs/heads/main', 'main'), /must follow refs\/heads\/main, not "main"/],
        ['of another branch', evilApplication('refs/heads/main', 'refs/heads/evil'), /not "refs\/heads\/evil"/],
        ['with more sources', evilApplication('  source:\n', '  sources: []\n  source:\n'), /must have one source/],
        ['with values from elsewhere', evilApplication('- prod-values.yaml', '- https://evil.example.com/values.yaml'), /must not read values from/],
        ['in another namespace', evilApplication('namespace: argocd', 'namespace: default'), /must be in the namespace argocd/],
        ['in a folder below', evilApplication('project: shop-prod', 'project: default', 'argocd/applications/below/.evil.yaml'), /not in "default"/],
        ['with the name of the root', copy(application, 'shop-config-root', evil, 'spec:', 'spec:'), /must not be named shop-config-root/],
        ['twice', copy(application, 'shop-prod-prod-eu', evil, 'spec:', 'spec:'), /define the same object/],
        ['as an ApplicationSet', evilApplication('kind: Application', 'kind: ApplicationSet'), /must be an AppProject or an Application/],
        ['as a Secret of a cluster', add(secret), /not "Secret"/],
        ['after another object', append(application, `---\n${secret}`), /must hold one object/],
        ['after the end of a document', append(application, `...\n${secret}`), /must hold one object/],
        ['after another object, as JSON', add(`{"kind":"Application"}\n{"kind":"Secret"}`), /must be YAML, not JSON/],
        ['as JSON behind a comment', add(`# it\n\n  {"kind":"Application"}\n{"kind":"Secret"}`), /must be YAML, not JSON/],
        [
          'with images of its own',
          replace(application, '      releaseName: shop\n', '      releaseName: shop\n      parameters: [{ name: images.shop.digest, value: evil }]\n'),
          /must not set parameters of spec.source.helm/,
        ],
        ['from another folder', replace(application, 'path: charts/shop', 'path: extra'), /must deploy charts\/shop/],
        ['with values of another folder', replace(application, '- prod-values.yaml', '- ../../extra/values.yaml'), /must read/],
        ['that syncs by itself', replace(application, '  syncPolicy:\n', '  syncPolicy:\n    automated: {}\n'), /must not sync by itself/],
        ['of no app', evilApplication('spec:', 'spec:'), /deploys no app of this repository/],
        ['in no YAML', add('a: [\n'), /is not valid YAML/],
        ['without a spec', add('apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: x }\n'), /has no spec/],
        [
          'behind a link',
          (folder) => {
            cpSync(join(folder, application), join(folder, 'docs/x'));
            replace('docs/x', 'project: shop-prod', 'project: default')(folder);
            symlinkSync('../../docs/x', join(folder, evil));
          },
          /not in "default"/,
        ],
      ],
      7,
    ),
  )('refuses an Application %s', (_, edit, message) => {
    const { status, log } = changed(edit);
    expect(log).toMatch(message);
    expect(status).toBe(1);
  });

  test.each(
    some<[string, (folder: string) => void, RegExp]>(
      [
        ['more repositories', evilProject('sourceRepos:\n', 'sourceRepos:\n    - https://github.com/evil/shop.git\n'), /must permit .* alone/],
        ['every repository', evilProject('https://github.com/acme/shop-config.git', '"*"'), /must permit .* alone, not \["\*"\]/],
        ['every namespace', evilProject('namespace: shop-prod', 'namespace: "*"'), /must name each destination/],
        ['all namespaces but one', evilProject('namespace: shop-prod', 'namespace: "!x"'), /must name each destination/],
        ['the namespace of Argo CD', evilProject('namespace: shop-prod', 'namespace: argocd'), /must not deploy to the namespace of Argo CD/],
        ['every kind', evilProject('kind: ConfigMap', 'kind: "*"'), /must name each kind/],
        ['kinds by default', evilProject('namespaceResourceWhitelist', 'namespaceResourceBlacklist'), /must list the kinds it permits/],
        ['kinds of the cluster', evilProject('kind: Namespace', 'kind: Node'), /must permit no object of the cluster but its namespace/],
        ['every Namespace', evilProject('      name: shop-prod\n', ''), /must permit no object of the cluster but its namespace/],
        ['an override', evilProject('applications, sync', 'applications, override'), /may let a role view, sync and read logs/],
        ['every action', evilProject('applications, sync', 'applications, *'), /may let a role view, sync and read logs/],
        ['a shell', evilProject('logs, get', 'exec, create'), /may let a role view, sync and read logs/],
        ['Applications of other namespaces', evilProject('spec:\n', 'spec:\n  sourceNamespaces: ["*"]\n'), /must not permit Applications of other namespaces/],
        ['everything, as default', copy(project, 'default', 'argocd/projects/evil.yaml', 'spec:', 'spec:'), /must not be named default/],
      ],
      4,
    ),
  )('refuses an AppProject that permits %s', (_, edit, message) => {
    const { status, log } = changed(edit);
    expect(log).toMatch(message);
    expect(status).toBe(1);
  });

  test('reads every folder that a root reads', () => {
    for (const { config, objects } of goldenApps().map((app) => ({ ...app, objects: readArgocd(app.config) })))
      for (const { object } of objects.filter(({ path }) => path.endsWith('/bootstrap/root.yaml')))
        expect(readdirSync(join(config, (object as Data).spec.source.path)).sort()).toEqual(expect.arrayContaining(['applications', 'projects']));
  });
});
