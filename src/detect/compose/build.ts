import { posix } from 'node:path';
import { isSecret } from '../../config/secret-text.ts';
import type { Detected } from '../detected.ts';
import { at, type Located } from '../located-yaml.ts';
import { isForDevelopment, isVariableName } from '../variable-values.ts';
import type { ComposeFile } from './compose-file.ts';
import { inRepository, variablesOf } from './values.ts';

export function publishedBuild(folder: string): { context: string; dockerfile: string } {
  return { context: folder, dockerfile: folder === '.' ? 'Dockerfile' : `${folder}/Dockerfile` };
}

export function buildArgumentsOf({ path, known, unmapped }: ComposeFile, name: string, found: Located): Map<string, Detected<string>> {
  return new Map(
    variablesOf(found, path, known).flatMap(({ name: argument, value, source }): [string, Detected<string>][] => {
      const mode = value !== undefined && isForDevelopment(argument, value);
      const fits = value !== undefined && !mode && isVariableName(argument) && /^[A-Za-z0-9._:/@+=-]*$/.test(value) && !isSecret(argument, value);
      if (!fits)
        unmapped.push({
          key: `services.${name}.build.args.${argument}`,
          source,
          reason: mode ? `'${value}' is for development` : 'its value must be known and must not be a secret: everybody who has the image can read it',
        });
      return fits ? [[argument, { value, source }]] : [];
    }),
  );
}

export function buildOf(path: string, build: Located | undefined): { context: string; dockerfile: string } | undefined {
  const context = inRepository(posix.join(posix.dirname(path), build?.text || at(build, 'context')?.text || '.'));
  const dockerfile = context === undefined ? undefined : inRepository(posix.join(context, at(build, 'dockerfile')?.text ?? 'Dockerfile'));
  return context === undefined || dockerfile === undefined ? undefined : { context, dockerfile };
}
