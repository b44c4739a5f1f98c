/** docs/proof.md: what the scenarios printed, and what they ran on. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { markdownTable } from '../../src/render/markdown.ts';
import { findHelm } from '../judges/helm.ts';
import { imageVersions } from './node/base-images.ts';
import { nodePrograms } from './node/programs.ts';
import { modulesFolder, programs } from './parts.ts';

/** One scenario that passed. */
export interface Observation {
  scenario: string;
  seconds: number;
  /** Revisions, digests, pod names. */
  observed: string;
}

export function readObservations(file: string): Observation[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Observation);
}

/** Parts of the proof by the word that their scenarios begin with; what has none is the app from empty repositories. */
const parts: Readonly<Record<string, string>> = { Containers: 'Containers on real nodes', Life: 'The life of an app', Stuck: 'Stuck and failed' };

const ownPart = ({ scenario }: Observation) => Object.keys(parts).find((part) => scenario.startsWith(`${part}: `));

/**
 * Writes the region of docs/proof.md. Every run must have passed the same scenarios.
 * @param whole false: only some files have run, and the tables of parts without a scenario stay
 */
export function writeProof(runs: readonly (readonly Observation[])[], whole: boolean): void {
  const file = join(import.meta.dirname, '../../docs/proof.md');
  const [begin, end] = ['<!-- npm run e2e -- --proof -->', '<!-- end -->'];
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error('docs/proof.md has no region');
  const before = sectionsOf(text.slice(from + begin.length, to));
  const sections = [undefined, ...Object.keys(parts)].flatMap((part) => {
    const heading = part === undefined ? '' : `## ${parts[part]}`;
    const own = runs.map((run) => run.filter((observation) => ownPart(observation) === part));
    if (own.at(-1)?.length === 0 || (part === undefined && !whole)) return before.get(heading) ?? [];
    return [...(heading === '' ? [] : [heading]), tableOf(own, part === undefined ? '' : `${part}: `)];
  });
  writeFileSync(file, `${text.slice(0, from + begin.length)}\n\n${versions()}\n\n${sections.join('\n\n')}\n\n${text.slice(to)}`);
}

/** Heading and table of each part of a region, by heading; the first part has none. */
function sectionsOf(region: string): Map<string, string[]> {
  const [first = '', ...others] = region.trim().split(/^(?=## )/m);
  // Before the first table: what ran.
  const sections = new Map([['', first.trim().split('\n\n').slice(1)]]);
  for (const section of others) {
    const [heading = '', ...rest] = section.trim().split('\n\n');
    sections.set(heading, [heading, ...rest]);
  }
  return sections;
}

function tableOf(runs: readonly (readonly Observation[])[], prefix: string): string {
  const last = runs.at(-1) ?? [];
  const rows = last.map(({ scenario, observed }, row) => [
    scenario.slice(prefix.length),
    ...runs.map((run) => {
      if (run[row]?.scenario !== scenario) throw new Error(`the runs differ in row ${row + 1}`);
      return run[row].seconds.toFixed(1);
    }),
    observed,
  ]);
  const sums = runs.map((run) => run.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(0));
  return markdownTable(['Scenario', ...runs.map((_, run) => `s, run ${run + 1}`), 'Observed in the last run'], [...rows, ['Total', ...sums, '']]);
}

/** What ran, at which version. */
function versions(): string {
  const helm = findHelm(4);
  const built = [...programs, ...nodePrograms].flatMap(({ name, module, versionOf }) => {
    if (versionOf === undefined) return [];
    const text = readFileSync(join(modulesFolder, module, 'go.mod'), 'utf8');
    const version = new RegExp(`^\\s*(?:require )?${versionOf.replaceAll('.', '\\.')} (v\\S+)`, 'm').exec(text)?.[1];
    if (version === undefined) throw new Error(`${versionOf} is not in ${module}/go.mod`);
    return [`${name} ${version}`];
  });
  const images = Object.entries(imageVersions).map(([name, version]) => `${name} ${version}`);
  const all = [...built, `Helm ${'reason' in helm ? 'none' : helm.version}`, `Node ${process.version}`];
  return `Ran on: ${all.join(', ')}; ${cpus().length} cores. Base images from: ${images.join(', ')}.`;
}
