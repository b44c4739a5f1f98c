import { oneLine } from '../../text/printable.ts';
import type { CheckedRepository, CheckReport } from './report.ts';

/** The numbers of files that are out of date and up to date. */
export function conclusion(report: CheckReport): string {
  // Several blocks of one file are one file.
  const drifted = new Set(report.files.flatMap(({ drift, file }) => (drift ? [file] : []))).size;
  const count = report.repositories.reduce((sum, { upToDate }) => sum + upToDate, 0);
  const outOfDate = `${countFiles(drifted)} out of date`;
  const upToDate = `${count} up to date`;
  switch (report.result) {
    case 'clean':
      return `${countFiles(count)} up to date.\n`;
    case 'drift':
      return `${outOfDate}, ${upToDate}.\n`;
    case 'conflict':
      return `${outOfDate}, with an unresolved conflict; ${upToDate}.\n`;
    case 'error':
      return 'Nothing was compared.\n';
    case 'disagreement':
      return `The two repositories were generated from different configs: ${outOfDate}, ${upToDate}.\n${modelLines(report)}Check out the branches that belong together, or run generate.\n`;
  }
}

const countFiles = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`;

/** Which of the two repositories is behind the config, with the digests of their models. */
function modelLines({ repositories }: CheckReport): string {
  const written = repositories.filter(({ modelDigest }) => modelDigest !== null);
  return written
    .map(({ repository, app, behind, modelDigest }) => {
      const model = `model ${modelDigest?.slice(0, 12)}`;
      return behind
        ? `The ${repository} repository of ${app} is behind: it was generated from ${model}.\n`
        : `The ${repository} repository of ${app} matches this config: ${model}.\n`;
    })
    .join('');
}

/** Other versions, repositories that were not checked, values that are not filled in. */
export function notes({ repositories, unset, generatorVersion, unreached = [] }: CheckReport): string {
  const otherVersions = new Set(repositories.flatMap(({ writtenBy }) => (writtenBy === null || writtenBy === generatorVersion ? [] : [writtenBy])));
  return [
    ...[...otherVersions].map((version) => `${versionNote(version, generatorVersion)}\n`),
    ...uncheckedLines(repositories),
    ...unreachedLines(unreached),
    ...(unset.length === 0
      ? []
      : [`${unset.length} ${unset.length === 1 ? 'value is' : 'values are'} not filled in yet; CI and CD refuse to run until then.\n`]),
  ].join('');
}

/** Apps that were left out. */
export function unreachedLines(apps: readonly string[]): string[] {
  return apps.length === 0 ? [] : [`Not checked: ${apps.length} ${apps.length === 1 ? 'app' : 'apps'} that no change reaches.\n`];
}

export function versionNote(writtenBy: string, version: string): string {
  return `The files were written by version ${writtenBy}; this is version ${version}. Differences between versions are not drift.`;
}

/** Repositories that were not checked: one line per missing folder, one line for all whose folder is unknown. */
export function uncheckedLines(repositories: readonly CheckedRepository[]): string[] {
  const unchecked = repositories.filter(({ checked }) => !checked);
  const missing = unchecked.filter(({ path }) => path !== null);
  const lines = missing.map(
    ({ repository, slug, path }) => `Not checked: the ${repository} repository ${slug}; the folder ${oneLine(path ?? '')} does not exist.\n`,
  );
  for (const role of ['config', 'app'] as const) {
    const [first, ...others] = unchecked.filter(({ repository, path }) => repository === role && path === null).map(({ slug }) => slug);
    if (first === undefined) continue;
    lines.push(
      others.length === 0
        ? `Not checked: the ${role} repository ${first}, which is not on this machine.\n`
        : `Not checked: the ${role} repositories ${[first, ...others].join(', ')}, which are not on this machine.\n`,
    );
  }
  return lines;
}
