import dependencies from '../generated/dependencies.json' with { type: 'json' };
import type { LockedGenerator } from '../model/version.ts';
import { printJson } from '../render/json.ts';

/**
 * A package-lock.json that holds this generator and all that it needs, by version and sha512. It names no address: npm then
 * asks the registry that is configured where it runs, and a lock cannot send it elsewhere. The own package has its
 * integrity from npm, because no package can contain the hash of itself.
 * https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json
 */
export function generatorLock({ package: name, integrity }: LockedGenerator, version: string): string {
  return printJson({
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { dependencies: { [name]: version } },
      [`node_modules/${name}`]: { version, integrity, dependencies: dependencies.direct, bin: { 'create-gitops-app': 'dist/cli.cjs' } },
      ...dependencies.packages,
    },
  });
}
