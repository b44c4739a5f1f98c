/**
 * `npm run compare -- <git ref>`: what the goldens of a Git ref and of the working tree put on a cluster, compared as
 * data. Renders every release with Helm, before and after its first delivery, and reads the Argo CD objects. Ends with 1
 * where anything differs, with 2 where it cannot compare.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { goldenFolder, readTree } from '../golden/cases.ts';
import { readArgocd } from './argocd.ts';
import { goldenApps, goldenTargets } from './goldens.ts';
import { anyHelm, type Helm, template } from './helm.ts';
import { objectChanges } from './object-changes.ts';
import { type KubernetesObject, parseObjects, type Variant, variantsOf, withChart } from './renders.ts';

/** Prints a line per release and its changes below. true: everything is the same. */
async function compare(ref: string): Promise<boolean> {
  const helm = anyHelm();
  if (helm === null) throw new Error('Helm is missing');
  const before = goldensAt(ref);
  try {
    const reports = [
      ...variantsOf(goldenTargets()).map((variant) => releaseChanges(helm, variant, before)),
      ...[...new Set(goldenApps().map(({ config }) => config))].map((config) => argocdChanges(config, before)),
      ...removedReleases(before),
    ];
    let isSame = true;
    for (const report of reports) {
      const { name, changes } = await report;
      process.stdout.write(`${name}: ${changes.length === 0 ? 'same' : ['different', ...changes].join('\n  ')}\n`);
      if (changes.length > 0) isSame = false;
    }
    return isSame;
  } finally {
    rmSync(before, { recursive: true });
  }
}

interface Report {
  name: string;
  changes: readonly string[];
}

/** A temporary folder with the golden cases of a ref. */
function goldensAt(ref: string): string {
  const archive = execFileSync('git', ['archive', '--format=tar', ref, '.'], { cwd: goldenFolder, maxBuffer: 256 * 1024 * 1024, stdio: 'pipe' });
  const folder = mkdtempSync(join(tmpdir(), 'goldens-'));
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  return folder;
}

/** Where a path of the goldens is at the ref. */
function moved(path: string, before: string): string {
  return join(before, relative(goldenFolder, path));
}

async function releaseChanges(helm: Helm, variant: Variant, before: string): Promise<Report> {
  const { name, release } = variant;
  const chart = moved(release.chart, before);
  if (!release.valueFiles.every((file) => existsSync(join(chart, file)))) return { name: `${name} (new release)`, changes: [] };
  try {
    const [old, current] = await Promise.all([objectsOf(helm, { ...variant, release: { ...release, chart } }), objectsOf(helm, variant)]);
    return { name, changes: objectChanges(old, current) };
  } catch (error) {
    return { name, changes: [(error as Error).message] };
  }
}

function objectsOf(helm: Helm, variant: Variant): Promise<KubernetesObject[]> {
  return withChart(variant, async (release) => {
    const { code, stdout, stderr } = await template(helm, release);
    if (code !== 0) throw new Error(`helm template ended with ${code}: ${stderr}`);
    return parseObjects(stdout);
  });
}

function argocdChanges(config: string, before: string): Report {
  const [old, current] = [moved(config, before), config].map((root) => readArgocd(root).map(({ object }) => object));
  return { name: `${relative(goldenFolder, config)}/argocd`, changes: objectChanges(old ?? [], current ?? []) };
}

/** Releases whose cluster values the working tree no longer has. */
function removedReleases(before: string): Report[] {
  const files = [...readTree(before).keys()].filter((path) => /\/clusters\/[^/]+-values\.yaml$/.test(path));
  return files.filter((path) => !existsSync(join(goldenFolder, path))).map((path) => ({ name: path, changes: ['removed'] }));
}

const [ref] = process.argv.slice(2);
if (ref === undefined) {
  process.stderr.write('usage: npm run compare -- <git ref>\n');
  process.exit(2);
}
try {
  process.exitCode = (await compare(ref)) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
