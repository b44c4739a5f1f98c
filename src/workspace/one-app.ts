import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { repositoryRoot } from '../load/repository-root.ts';
import type { Model } from '../model/model.ts';
import { configPlaces } from '../model/names.ts';
import { UserError } from '../problems/errors.ts';
import { configsIn } from './config-file.ts';
import { type GenerationRecord, recordPath, tryParseRecord } from './record.ts';
import { readOwnText, recordedApps } from './repository.ts';
import { tryReadSavedModel } from './saved-model.ts';
import type { Workspace } from './workspace.ts';

/** What an app repository was generated for. */
interface Generated {
  /** Absolute path. */
  root: string;
  /** undefined: an ejected region no longer says it. */
  app: string | undefined;
  /** Absolute path. */
  config: string;
}

/**
 * Refuses a config whose app repository already has another app: their CI has the same files, so one would replace the
 * other. An app that gets another name in its own config is still the same app.
 */
export function assertOneApp({ model, roots, configFile }: Workspace): void {
  const { app: root, config } = roots;
  if (root === undefined || configFile === undefined) return;
  const { name } = model.app;
  const own = generatedIn(root);
  const other = own !== undefined && own.config !== resolve(configFile) && own.app !== name && existsSync(own.config) ? own : generatedAbove(root);
  if (other !== undefined) throw refusal(name, `${other.root} is already the app repository of ${quoted(other.app)}, generated from ${other.config}`);
  if (config === undefined || own !== undefined || recordedApps(config).includes(name)) return;
  const peer = recordedApps(config)
    .filter((app) => app !== name)
    .map((app) => tryReadSavedModel(config, app)?.model)
    .find((saved) => saved?.repositories.app.slug === model.repositories.app.slug);
  if (peer !== undefined) throw refusal(name, `${slugOf(model)} is already the app repository of '${peer.app.name}', according to ${config}`);
}

const slugOf = ({ repositories }: Model) => repositories.app.slug;
const quoted = (app: string | undefined) => (app === undefined ? 'another app' : `'${app}'`);

function generatedIn(root: string): Generated | undefined {
  const path = recordPath('app', 'app', '');
  const text = readOwnText(root, path);
  if (text === undefined) return undefined;
  const record = tryParseRecord(text, path, root);
  if (record === undefined) return undefined;
  return { root, app: appOf(record), config: resolve(root, record.config ?? configsIn(root)[0] ?? configPlaces[0]) };
}

/** The regions of an app have its name; no other name of a region is one word. */
function appOf({ files }: GenerationRecord): string | undefined {
  return files.find(({ region }) => region !== undefined && !region.includes(' '))?.region;
}

/** The nearest folder above, in the same Git repository, that was generated: GitHub reads no workflow below it. */
function generatedAbove(root: string): Generated | undefined {
  const top = repositoryRoot(root);
  for (let folder = root; top !== undefined && folder !== top; ) {
    folder = dirname(folder);
    const generated = generatedIn(folder);
    if (generated !== undefined) return generated;
  }
  return undefined;
}

function refusal(name: string, message: string): UserError {
  return new UserError([
    {
      code: 'APP_REPOSITORY_TAKEN',
      severity: 'error',
      message: `${message}; this config would replace its CI by that of '${name}'`,
      hint: 'An app repository has one app. Describe both as components of one app, with an image each; or move one of them to a repository of its own. To rename an app, change app.name in its own config.',
    },
  ]);
}

/** The path of a config in its app repository; undefined: one of its usual places, which a record does not name. */
export function recordedConfigPath({ roots: { app }, configFile }: Workspace): string | undefined {
  if (app === undefined || configFile === undefined) return undefined;
  const path = relative(app, configFile).replaceAll('\\', '/');
  return configPlaces.some((place) => place === path) ? undefined : path;
}
