import type { Model } from '../model/model.ts';
import { docsPath } from '../model/names.ts';
import { targetsOf } from '../model/queries.ts';
import type { Problem } from '../problems/errors.ts';
import { pointerOf } from '../problems/path.ts';

/**
 * Each app repository has one app, so an app of the config repository from the same app repository is this one under its former
 * name. It runs until the data has moved, which only a person can do.
 */
export function renameProblems(model: Model, peers: readonly Model[]): Problem[] {
  const { name, renamedFrom } = model.app;
  const slug = model.repositories.app.slug.toLowerCase();
  const formers = peers.filter(({ app, repositories }) => app.name !== name && repositories.app.slug.toLowerCase() === slug);
  return [
    ...formers.flatMap((former) =>
      former.app.name === renamedFrom ? [unfinished(model, former), ...otherDatabases(model, former)] : [unannounced(model, former)],
    ),
    ...(renamedFrom === null || formers.some(({ app }) => app.name === renamedFrom) ? [] : [finished(renamedFrom)]),
  ];
}

const runbook = (model: Model) => `${docsPath(model)}/runbooks/rename.md`;

function unannounced(model: Model, { app }: Model): Problem {
  return {
    code: 'APP_RENAMED',
    severity: 'error',
    pointer: pointerOf(['app', 'name']),
    message: `'${model.app.name}' is another name than '${app.name}', which the config repository has from the same app repository and which still runs`,
    hint: `A new name makes new objects, without the data. To rename the app, add app.renamedFrom: '${app.name}': generate then writes ${runbook(model)}, which leads through it. Otherwise, set app.name to '${app.name}'; or if '${app.name}' no longer runs anywhere, delete its files in the config repository.`,
  };
}

function unfinished(model: Model, { app }: Model): Problem {
  return {
    code: 'APP_RENAMED',
    severity: 'warning',
    pointer: pointerOf(['app', 'renamedFrom']),
    message: `'${model.app.name}' is not yet all that '${app.name}' was, and every environment is synced manually`,
    hint: `Follow ${runbook(model)} in the config repository. Its last step removes app.renamedFrom.`,
  };
}

function finished(renamedFrom: string): Problem {
  return {
    code: 'APP_RENAMED',
    severity: 'warning',
    pointer: pointerOf(['app', 'renamedFrom']),
    message: `app.renamedFrom is '${renamedFrom}', but the config repository has no such app from this app repository`,
    hint: 'Remove app.renamedFrom: until then, every environment is synced manually.',
  };
}

/** A database keeps its name: by default, that of the app when it was created. An operator's is created anew and filled from a dump. */
function otherDatabases(model: Model, former: Model): Problem[] {
  const names = new Map(
    targetsOf(model).flatMap(({ environment, cluster, auxiliaryServices }) => {
      const target = targetsOf(former).find((each) => each.environment === environment && each.cluster === cluster);
      return auxiliaryServices.flatMap((service) => {
        const before = target?.auxiliaryServices.find(({ name, provider }) => name === service.name && provider === service.provider);
        if (service.provider === 'operator' || before === undefined || !('database' in before) || !('database' in service)) return [];
        return before.database === service.database ? [] : [[service.name, { before: before.database, after: service.database }] as const];
      });
    }),
  );
  return [...names].map(([name, { before, after }]) => ({
    code: 'APP_RENAMED',
    severity: 'error',
    pointer: pointerOf(['auxiliaryServices', name]),
    onName: true,
    message: `the database of '${name}' is '${after}' here, after the name of the app, but the one that exists is '${before}'`,
    hint: `Set auxiliaryServices.${name}.database to '${before}'.`,
  }));
}
