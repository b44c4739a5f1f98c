import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { codeownersPlaces, workflows } from '../model/names.ts';
import { isObject } from '../text/print-value.ts';
import { type Detected, textOf } from './detected.ts';

/** What was detected in the files for GitHub. */
export interface GitHubFiles {
  /** Owners of the `*` pattern. */
  owners?: Detected<string[]>;
  /** The CODEOWNERS that GitHub uses. */
  codeowners?: string;
  /** An existing workflow for pull requests, which runs the tests. */
  ci?: Detected<true>;
  /** Names of its checks that run for every pull request. */
  checks?: string[];
  /** Host of an Amazon ECR registry in a workflow. */
  registry?: Detected<string>;
}

export function detectGitHubFiles(folder: string): GitHubFiles {
  const codeowners = codeownersPlaces.find((path) => textOf(folder, path) !== undefined);
  const everything = /^\*\s+(@[^#\n]+)/m.exec(codeowners === undefined ? '' : (textOf(folder, codeowners) ?? ''))?.[1];
  const owners = everything?.split(/\s+/).filter((owner) => /^@[A-Za-z0-9](?:[-_]?[A-Za-z0-9]){0,38}(?:\/[A-Za-z0-9][A-Za-z0-9_.-]{0,99})?$/.test(owner)) ?? [];
  const texts = workflowFiles(folder).map((path) => ({ path, text: textOf(folder, path) ?? '' }));
  const ci = texts.find(({ text }) => /^\s*(?:-\s*)?["']?pull_request["']?\s*(?::|$)|\bon:.*\bpull_request\b/m.test(text));
  const ecr = texts.flatMap(({ path, text }) => {
    const host = /\b\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\b/.exec(text)?.[0];
    return host === undefined ? [] : [{ value: host, source: path }];
  })[0];
  return {
    ...(codeowners === undefined ? {} : { codeowners }),
    ...(codeowners === undefined || owners.length === 0 ? {} : { owners: { value: owners, source: codeowners } }),
    ...(ci === undefined ? {} : { ci: { value: true, source: ci.path }, checks: checksOf(ci.text) }),
    ...(ecr === undefined ? {} : { registry: ecr }),
  };
}

/** Check names of jobs that always run; empty if the workflow runs only for some pull requests. */
function checksOf(text: string): string[] {
  const { on, jobs } = (parsed(text) ?? {}) as { on?: unknown; jobs?: unknown };
  const always = on === 'pull_request' || (Array.isArray(on) ? on.includes('pull_request') : isObject(on) && on.pull_request === null);
  if (!always || !isObject(jobs)) return [];
  return Object.entries(jobs).flatMap(([key, job]) => {
    if (!isObject(job) || ['if', 'needs', 'strategy', 'uses'].some((field) => job[field] !== undefined)) return [];
    const name = typeof job.name === 'string' ? job.name : key;
    return name.includes('${{') ? [] : [name];
  });
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function workflowFiles(folder: string): string[] {
  const own: readonly string[] = Object.values(workflows);
  try {
    return readdirSync(join(folder, '.github/workflows'))
      .filter((name) => /\.ya?ml$/.test(name) && !own.includes(name))
      .sort()
      .map((name) => `.github/workflows/${name}`);
  } catch {
    return [];
  }
}
