import type { CheckedRepository, CheckReport } from './check-report.ts';

/** How many files are right and how many are not. */
export function conclusion(report: CheckReport): string {
  // Several blocks of one file are one file.
  const drifted = new Set(report.files.flatMap(({ drift, file }) => (drift ? [file] : []))).size;
  const upToDate = report.repositories.reduce((sum, { upToDate: count }) => sum + count, 0);
  const others = `${upToDate} ${upToDate === 1 ? 'is' : 'are'}`;
  const wrong = `${drifted} ${drifted === 1 ? 'file is not as it' : 'files are not as they'} should be`;
  switch (report.result) {
    case 'clean':
      return `${upToDate === 1 ? '1 file is as it' : `${upToDate} files are as they`} should be.\n`;
    case 'drift':
      return `${wrong}; ${others}.\n`;
    case 'conflict':
      return `${wrong}, and somebody has to decide about ${drifted === 1 ? 'it' : 'one of them'}; ${others}.\n`;
    case 'error':
      return 'Nothing was compared.\n';
    case 'disagreement':
      return `The two repositories were generated from different configs: ${wrong}; ${others}.\n${sides(report)}Check out the branches that belong together, or run generate.\n`;
  }
}

/** Which of the two is older than the config, by the digest of its model. */
function sides({ repositories }: CheckReport): string {
  const written = repositories.filter(({ modelDigest }) => modelDigest !== null);
  return written
    .map(({ repository, app, behind, modelDigest }) => {
      const model = `model ${modelDigest?.slice(0, 12)}`;
      return behind
        ? `The ${repository} repository of ${app} is behind: it is of ${model}.\n`
        : `The ${repository} repository of ${app} is of this config: ${model}.\n`;
    })
    .join('');
}

/** What else is to be known: another writer, what was not seen, what is not filled in. */
export function notes({ repositories, unset, generatorVersion }: CheckReport): string {
  const others = new Set(repositories.flatMap(({ writtenBy }) => (writtenBy === null || writtenBy === generatorVersion ? [] : [writtenBy])));
  return [
    ...[...others].map((writer) => `The files were written by version ${writer}; this is ${generatorVersion}. A difference between versions is no drift.\n`),
    ...unseen(repositories),
    ...(unset.length === 0 ? [] : [`${unset.length} ${unset.length === 1 ? 'value is' : 'values are'} not filled in yet; CI and CD refuse to run before.\n`]),
  ].join('');
}

/** What check could not look at: a line for each folder that is missing, one for all repositories that nobody said a folder of. */
export function unseen(repositories: readonly CheckedRepository[]): string[] {
  const unchecked = repositories.filter(({ checked }) => !checked);
  const missing = unchecked.filter(({ path }) => path !== null);
  const lines = missing.map(({ repository, slug, path }) => `Not checked: the ${repository} repository ${slug}, there is no folder ${path}.\n`);
  for (const role of ['config', 'app'] as const) {
    const [first, ...more] = unchecked.filter(({ repository, path }) => repository === role && path === null).map(({ slug }) => slug);
    if (first === undefined) continue;
    lines.push(
      more.length === 0
        ? `Not checked: the ${role} repository ${first} is not here.\n`
        : `Not checked: the ${role} repositories ${[first, ...more].join(', ')} are not here.\n`,
    );
  }
  return lines;
}
