import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type CommandContext, displayPath } from '../command-line/command.ts';
import { collectAnswers } from '../create/answers.ts';
import { detectedText } from '../create/detected-text.ts';
import { pipelineOf } from '../create/pipeline.ts';
import { printPipeline } from '../create/print-pipeline.ts';
import { readCompose } from '../detect/compose/compose.ts';
import { sourcesIn } from '../detect/compose/file.ts';
import { detectEnvironmentFile, knownValues } from '../detect/env-file.ts';
import { detectFolder } from '../detect/folder.ts';
import { configPlaces, ownFolder } from '../model/names.ts';
import { version } from '../model/version.ts';
import { exitCodes, UserError } from '../problems/errors.ts';
import { validate } from '../validate/validate.ts';
import { configIn } from '../workspace/config-file.ts';

export interface ImportOptions extends CommandContext {
  /** Only `compose`. */
  kind: string;
  /** Relative to cwd. */
  file: string;
  dryRun?: boolean;
}

/** Writes the config that a Compose file suggests; prints it instead if a config exists. */
export async function importFrom({ kind, file, cwd, print, dryRun = false }: ImportOptions): Promise<number> {
  if (kind !== 'compose') throw usage(`unknown import '${kind}'`, 'Run: create-gitops-app import compose compose.yaml');
  const path = displayPath(cwd, resolve(cwd, file));
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw usage(`${path} cannot be read: ${(error as Error).message}`);
  }
  const compose = readCompose(text, path, knownValues(detectEnvironmentFile(dirname(resolve(cwd, file)))), () => sourcesIn(cwd));
  if (compose === undefined) throw usage(`${path} is not a Compose file: it is not YAML, or has no services`);
  const detected = detectFolder(cwd, compose);
  print(detectedText(detected));
  const { answers } = await collectAnswers({ detected, preset: {}, yes: true });
  const pipeline = pipelineOf(answers, detected);
  await validate(pipeline.config);
  const config = printPipeline(pipeline);
  const existing = configIn(cwd);
  const [target] = configPlaces;
  if (dryRun || existing !== undefined) {
    const reason =
      existing === undefined || dryRun
        ? `this is what import would write to ${target}`
        : `${displayPath(cwd, existing)} already exists; copy what it is missing`;
    print(`${config}\nNothing was written: ${reason}.\n`);
    return exitCodes.clean;
  }
  mkdirSync(join(cwd, ownFolder), { recursive: true });
  // wx: fails if a file or a link was created in the meantime.
  writeFileSync(join(cwd, target), config, { flag: 'wx' });
  print(`Wrote ${target}. Replace every fill-in, then write both repositories: npx --yes create-gitops-app@${version} generate\n`);
  return exitCodes.clean;
}

function usage(message: string, hint?: string): UserError {
  return new UserError([{ code: 'USAGE', severity: 'error', message, ...(hint === undefined ? {} : { hint }) }]);
}
