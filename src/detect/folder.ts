import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { type DockerfileFacts, detectDockerfile } from './dockerfile.ts';
import type { Fact } from './fact.ts';
import { defaultBranch, gitHubRepository } from './git.ts';
import { detectGitHubFiles, type GitHubFiles } from './github-files.ts';
import { detectNodeProject, type NodeProject } from './node-project.ts';

/** Everything that a folder tells about its app. */
export interface FolderFacts {
  name: Fact<string>;
  /** `owner/name` on GitHub. */
  repository?: Fact<string>;
  defaultBranch?: Fact<string>;
  node?: NodeProject;
  dockerfile?: DockerfileFacts;
  github: GitHubFiles;
  /** true: nothing is there but what every repository may have. */
  empty: boolean;
}

/** Reads, writes nothing. A missing folder is an empty one. */
export function detectFolder(folder: string): FolderFacts {
  const repository = gitHubRepository(folder);
  const branch = defaultBranch(folder);
  const node = detectNodeProject(folder);
  const dockerfile = detectDockerfile(folder);
  return {
    name: appName(folder, node, repository),
    ...(repository === undefined ? {} : { repository }),
    ...(branch === undefined ? {} : { defaultBranch: branch }),
    ...(node === undefined ? {} : { node }),
    ...(dockerfile === undefined ? {} : { dockerfile }),
    github: detectGitHubFiles(folder),
    empty: !filesIn(folder).some((name) => !/^(\.|README|LICEN[CS]E|CODEOWNERS|docs$)/i.test(name)),
  };
}

function appName(folder: string, node: NodeProject | undefined, repository: Fact<string> | undefined): Fact<string> {
  const candidates: Fact<string>[] = [
    ...(node?.name === undefined ? [] : [{ ...node.name, value: node.name.value.replace(/^@[^/]+\//, '') }]),
    ...(repository === undefined ? [] : [{ ...repository, value: repository.value.split('/')[1] ?? '' }]),
    { value: basename(folder), source: 'folder name' },
  ];
  const named = candidates.map(({ value, source }) => ({ value: toName(value), source })).find(({ value }) => value !== '');
  return named ?? { value: 'app', source: 'default' };
}

/** The nearest text that is a name of Kubernetes and of Helm, at most 40 letters; may be empty. */
function toName(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
