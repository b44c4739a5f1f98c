import packageJson from '../../package.json' with { type: 'json' };

/** Version of this generator. */
export const version: string = packageJson.version;

/** Compares two semantic versions: negative, zero or positive. A pre-release comes before its release. */
export function compareVersions(a: string, b: string): number {
  const parse = (text: string) => {
    const [core = '', pre] = text.split('-', 2);
    return { numbers: core.split('.').map(Number), pre };
  };
  const [left, right] = [parse(a), parse(b)];
  for (let index = 0; index < 3; index++) {
    const difference = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.pre === right.pre) return 0;
  if (left.pre === undefined) return 1;
  if (right.pre === undefined) return -1;
  return left.pre < right.pre ? -1 : 1;
}

/** The package that generated, as npm installed it from a registry. */
export interface LockedGenerator {
  package: string;
  /** sha512 of its tarball, as in a lock file. */
  integrity: string;
}

/** https://w3c.github.io/webappsec-subresource-integrity/ with one hash; npm has written sha512 since 2017. */
export const integrityPattern: RegExp = /^sha512-[A-Za-z0-9+/]{86}==$/;
