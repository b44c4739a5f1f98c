import { spawn } from 'node:child_process';
import type { Availability } from '../command-line/command.ts';

/** Nobody waits longer for an answer that is only advice. */
const timeLimit = 5000;

/**
 * Asks npm whether its registry has a package, with the configuration of this folder: its registries, tokens and proxy.
 * @param spec `name@version`, of a checked name: on Windows it passes through a shell
 */
export function lookUp(spec: string): Promise<Availability> {
  return new Promise((resolve) => {
    const npm = spawn('npm', ['view', '--json', '--fetch-retries=0', spec, 'version'], {
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: timeLimit,
    });
    let output = '';
    npm.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    npm.on('error', () => resolve('unknown'));
    npm.on('close', (code) => resolve(availabilityOf(code, output)));
  });
}

/** npm prints nothing for a version that is missing of a package that exists, and an error as JSON. */
export function availabilityOf(code: number | null, output: string): Availability {
  if (code === 0) return output.trim() === '' ? 'missing' : 'available';
  const error = errorCode(output);
  if (error === 'E404') return 'missing';
  return error === 'E401' || error === 'E403' || error === 'ENEEDAUTH' ? 'forbidden' : 'unknown';
}

function errorCode(output: string): unknown {
  try {
    return (JSON.parse(output) as { error?: { code?: unknown } }).error?.code;
  } catch {
    return undefined;
  }
}
