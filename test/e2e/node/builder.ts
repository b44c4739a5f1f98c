/** Builds images from Dockerfiles with buildah, without a daemon, and pushes them to the registry on loopback. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a program; gives its standard output. @throws Error with the end of what it printed */
export async function command(name: string, args: readonly string[], environment: Record<string, string> = {}): Promise<string> {
  try {
    return (await run(name, args, { env: { ...process.env, ...environment }, maxBuffer: 1 << 28 })).stdout;
  } catch (error) {
    const { message, stdout, stderr } = error as { message: string; stdout?: string; stderr?: string };
    throw new Error(`${message.split('\n')[0]}\n${`${stdout}\n${stderr}`.slice(-4000)}`);
  }
}

export interface Builder {
  /** Builds a context; the image is called localhost/<name>. */
  build: (context: string, file: string, name: string, args?: readonly string[]) => Promise<void>;
  /** Pushes localhost/<name> to a path and tag of the registry. @returns its digest */
  push: (name: string, path: string) => Promise<string>;
  exists: (name: string) => Promise<boolean>;
}

/**
 * @param storage folder that holds images and layers
 * @param state folder for its settings
 * @param registry 127.0.0.1:<port>, where the base images are
 */
export function createBuilder(storage: string, state: string, registry: string): Builder {
  const settings = join(state, 'registries.conf');
  mkdirSync(state, { recursive: true });
  writeFileSync(
    settings,
    `unqualified-search-registries = ["docker.io"]\nshort-name-mode = "permissive"\n[[registry]]\nprefix = "docker.io"\nlocation = "${registry}/docker.io"\ninsecure = true\n`,
  );
  const environment = { BUILDAH_ISOLATION: 'chroot', STORAGE_DRIVER: 'overlay', CONTAINERS_REGISTRIES_CONF: settings };
  // In a mount namespace of its own: buildah leaves mounts behind when it is killed.
  const buildah = (args: readonly string[]) =>
    command('unshare', ['--mount', '--propagation', 'private', 'buildah', '--root', storage, '--runroot', `${storage}-run`, ...args], environment);
  return {
    build: async (context, file, name, args = []) => {
      await buildah(['bud', '--quiet', '--tls-verify=false', ...args, '--file', file, '--tag', `localhost/${name}`, context]);
    },
    push: async (name, path) => {
      const digestFile = join(state, `${name}.digest`);
      await buildah(['push', '--quiet', '--tls-verify=false', '--digestfile', digestFile, `localhost/${name}`, `docker://${registry}/${path}`]);
      return readFileSync(digestFile, 'utf8').trim();
    },
    exists: async (name) =>
      buildah(['inspect', '--type', 'image', `localhost/${name}`]).then(
        () => true,
        () => false,
      ),
  };
}
