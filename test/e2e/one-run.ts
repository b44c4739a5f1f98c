/**
 * One world at a time: Argo CD's repo-server listens on a path that it fixes for the whole machine and takes it over from
 * another one, whose git then gets no credentials.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';

/** https://github.com/argoproj/argo-cd/blob/v3.5.7/util/askpass/common.go */
const socket = '/tmp/reposerver-ask-pass.sock';
const claimFile = '/tmp/create-gitops-app-e2e.json';

interface Claim {
  pid: number;
  folder: string;
}

/**
 * Claims the machine until the function that it gives is called.
 * @throws Error that names the run, or the path, that stands in the way
 */
export async function claimMachine(paths = { socket, claimFile }): Promise<() => void> {
  const other = readClaim(paths.claimFile);
  if (other !== undefined && isAlive(other.pid))
    throw new Error(
      `another run of the end-to-end tests is on: process ${other.pid} in ${other.folder}. Only one can run on a machine: wait until it has ended.`,
    );
  if (await answers(paths.socket))
    throw new Error(
      `an Argo CD repo-server runs on this machine and listens on ${paths.socket}, which that of the end-to-end tests would take away: end it first.`,
    );
  rmSync(paths.claimFile, { force: true });
  const claim: Claim = { pid: process.pid, folder: process.cwd() };
  // Fails where another run has come first.
  writeFileSync(paths.claimFile, JSON.stringify(claim), { flag: 'wx', mode: 0o600 });
  const release = () => rmSync(paths.claimFile, { force: true });
  process.once('exit', release);
  return () => {
    process.off('exit', release);
    release();
  };
}

function readClaim(file: string): Claim | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Claim;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is another user's.
    return (error as { code?: string }).code === 'EPERM';
  }
}

/** Whether a program listens; what a killed one left behind does not count. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(path);
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}
