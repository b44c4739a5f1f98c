/** A real registry on loopback; workflows reach it under the name that the config gives the registry. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, type Processes, waitFor } from './processes.ts';

export interface Registry {
  /** 127.0.0.1:<port> */
  address: string;
  /** Digest of a tag; undefined where there is none. */
  digest: (path: string, tag: string) => Promise<string | undefined>;
}

/** @param folder where it keeps what it holds */
export async function startRegistry(processes: Processes, state: string, folder = join(state, 'registry')): Promise<Registry> {
  const address = `127.0.0.1:${await freePort()}`;
  const file = join(state, 'registry.json');
  const config = {
    version: '0.1',
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: folder } },
    http: { addr: address },
  };
  writeFileSync(file, JSON.stringify(config));
  processes.start('registry', 'docker-registry', ['serve', file]);
  await waitFor('registry', async () => (await fetch(`http://${address}/v2/`)).ok, processes.assertAlive);
  return {
    address,
    digest: async (path, tag) => {
      const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' };
      const answer = await fetch(`http://${address}/v2/${path}/manifests/${tag}`, { method: 'HEAD', headers });
      return answer.ok ? (answer.headers.get('docker-content-digest') ?? undefined) : undefined;
    },
  };
}
