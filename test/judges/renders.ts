/** What Helm renders of every golden target, rendered once a run for all judges. */
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inject } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { wrapperFile } from '../../src/model/names.ts';
import { deliver, readTree } from '../golden/cases.ts';
import type { GoldenTarget } from './goldens.ts';
import { anyHelm, type Helm, type HelmResult, type Release, template } from './helm.ts';

/** A rendered Kubernetes object, as plain data. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  [field: string]: unknown;
}

/** The tag and digest that a delivered target gets for each of its images. */
export const sentinel = {
  tag: (image: string) => `sentinel-${image}`,
  digest: (image: string) => `sha256:${createHash('sha256').update(image).digest('hex')}`,
};

/** A golden target in one of its two states. */
export interface Variant extends GoldenTarget {
  /** true: every image has the sentinel tag and digest, written as CD writes them. */
  delivered: boolean;
}

/** Each target as it is on disk and with every image delivered. */
export function variantsOf(targets: readonly GoldenTarget[]): Variant[] {
  return targets.flatMap((target) => [
    { ...target, delivered: false },
    { ...target, name: `${target.name} delivered`, delivered: true },
  ]);
}

/** Output of `helm template`. */
export function render(helm: Helm, variant: Variant): Promise<HelmResult> {
  return cached(['render', helm.version, ...inputsOf(variant)], () => withChart(variant, (release) => template(helm, release)));
}

/** All that a render follows from besides the version of Helm: the chart with its values, and how it is rendered. */
function inputsOf({ app, release, delivered }: Variant): unknown[] {
  const { name, namespace, valueFiles, kubernetesVersion } = release;
  return [name, namespace, valueFiles, kubernetesVersion, delivered && app.model.images.map((image) => image.name), ...readTree(release.chart)];
}

/** A result that the test files of a run share. */
async function cached<Result>(inputs: readonly unknown[], compute: () => Promise<Result>): Promise<Result> {
  const file = join(inject('runFolder'), `${createHash('sha256').update(JSON.stringify(inputs)).digest('hex')}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Result;
  const result = await compute();
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(temporary, JSON.stringify(result));
  renameSync(temporary, file);
  return result;
}

/** The release of a variant; a delivered one in a copy of the chart, which lives as long as the work. */
export async function withChart<T>({ app, target, release, delivered }: Variant, work: (release: Release) => Promise<T>): Promise<T> {
  if (!delivered) return work(release);
  const folder = mkdtempSync(join(tmpdir(), 'delivered-'));
  try {
    // Helm's messages and `# Source:` lines name the chart's folder: keep it.
    const chart = join(folder, basename(release.chart));
    mkdirSync(chart);
    cpSync(release.chart, chart, { recursive: true });
    for (const { name } of app.model.images)
      await deliver(join(chart, wrapperFile({ name: target.environment })), { image: name, tag: sentinel.tag(name), digest: sentinel.digest(name) });
    return await work({ ...release, chart });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The rendered objects of a variant, by the first Helm that is there. Null: there is none. */
export async function renderedObjects(variant: Variant): Promise<KubernetesObject[] | null> {
  const helm = anyHelm();
  if (helm === null) return null;
  return cached(['objects', helm.version, ...inputsOf(variant)], async () => {
    const { code, stdout, stderr } = await render(helm, variant);
    if (code !== 0) throw new Error(`helm template of ${variant.name} ended with ${code}:\n${stderr}`);
    return parseObjects(stdout);
  });
}

/** Objects of a stream of YAML documents. Throws on a duplicate key. */
export function parseObjects(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { uniqueKeys: true, version: '1.1', merge: false }).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.map((error) => error.message).join('\n'));
    const object = document.toJS() as KubernetesObject | null;
    return object === null ? [] : [object];
  });
}
