import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { edit, say, start, type, type Walk } from './walk.ts';

const ci = 'app/.github/workflows/gitops-ci.yaml';
const prod = 'config/charts/shop/prod-values.yaml';

const walks: readonly [string, (walk: Walk) => void][] = [
  [
    'The config changes',
    (walk) => {
      say(walk, 'Prod gets another pod: in `pipeline.config.ts`, `replicas: 3` becomes `replicas: 4`.');
      edit(walk, 'app/pipeline.config.ts', 'replicas: 3', 'replicas: 4');
      type(walk, 'check', 2);
      type(walk, 'generate', 0);
    },
  ],
  [
    'Somebody edits a generated file',
    (walk) => {
      say(walk, 'The runner of CI is changed in the workflow, not in the config.');
      edit(walk, ci, /runs-on: .*/, 'runs-on: ubuntu-latest');
      type(walk, 'check', 2);
      type(walk, 'generate', 3);
      say(walk, 'One of the ways out: keep the file.');
      type(walk, 'eject .github/workflows/gitops-ci.yaml', 0);
      type(walk, 'check', 0);
    },
  ],
  [
    'CD delivers while the config changes',
    (walk) => {
      say(walk, 'CD writes an image into prod; meanwhile the config changes the same file. The tag stays.');
      edit(walk, prod, /tag: ""/, 'tag: "7c2f1e0b9a8d4c3f5e6a7b8c9d0e1f2a3b4c5d6e"');
      edit(walk, prod, /digest: ""/, 'digest: "sha256:4f1d2c3b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff001"');
      type(walk, 'check', 0);
      edit(walk, 'app/pipeline.config.ts', 'replicas: 3', 'replicas: 4');
      type(walk, 'generate', 0);
      const images = /^images:\n(?: .*\n)*/m.exec(readFileSync(join(walk.folder, prod), 'utf8'))?.[0] ?? '';
      walk.lines.push('```yaml', images.trimEnd(), '```', '');
    },
  ],
  [
    'The generator is upgraded',
    (walk) => {
      say(walk, 'An earlier version wrote both repositories, and wrote one line of CI differently. That is no drift.');
      const before = createHash('sha256')
        .update(readFileSync(join(walk.folder, ci)))
        .digest('hex');
      edit(walk, ci, 'name: GitOps CI', 'name: CI');
      const after = createHash('sha256')
        .update(readFileSync(join(walk.folder, ci)))
        .digest('hex');
      edit(walk, 'app/.gitops-app/manifest.json', before, after);
      for (const manifest of ['app/.gitops-app', 'config/.gitops-app/shop', 'config/.gitops-app/shared'])
        edit(walk, `${manifest}/manifest.json`, /"generatorVersion": ".*"/, '"generatorVersion": "0.0.9"');
      type(walk, 'check', 0);
      type(walk, 'upgrade', 0);
    },
  ],
];

const introduction = `# Regeneration

Each file belongs to somebody, and every run respects it.

| class   | whose it is                                                                                       |
| ------- | ------------------------------------------------------------------------------------------------- |
| managed | ours: it changes with the config                                                                  |
| fields  | ours, but for values that a machine writes: the image tag and digest are CD's                     |
| seeded  | yours, once it is written; a deletion is respected                                                |
| region  | yours, but for the lines between our markers                                                      |
| merge   | prose that both edit: what changes here is merged with what you changed                           |
| ejected | yours since you took it: nothing is written, and what would be is named when it changes           |

What \`generate\` does with a file depends on what is on the disk (D), what was written last (B) and what is planned (N).

| case                         | what is done                                                                    |
| ---------------------------- | ------------------------------------------------------------------------------- |
| D = N                        | nothing                                                                         |
| no D, never written          | it is created                                                                   |
| no D, written before         | managed, merge: created again; fields: refused, for CD's values; seeded: nothing |
| D = B                        | updated                                                                         |
| N = B, D differs             | merge: kept; managed: refused                                                   |
| all three differ             | merge: merged, or refused where both changed the same lines; managed: refused   |
| D is there, never written    | refused                                                                         |
| nothing makes it any more    | deleted where D = B and CD has written nothing into it, else kept and named     |

A refusal writes nothing anywhere. It names each file and the ways out: \`generate --overwrite\` discards an edit,
\`adopt\` takes what stood there before, with the difference first, \`eject\` leaves the file to you, and
\`generate --merge\` puts both texts between markers. Where several files are refused, one run decides about all of them:
\`generate\` takes \`--overwrite\`, \`--adopt\`, \`--eject\` and \`--merge\` together.

An environment that leaves the config leaves its wrapper, with what CD wrote, where it was; \`check\` goes on to name it
until somebody deletes it.

## All or nothing

A run writes files of two repositories. Before the first one it writes a journal into \`.gitops-app\` of both, with what
stood there; the last thing that it does is to remove them. A run that is killed between the two is undone by the next
\`generate\`; \`check\` refuses to judge half of one. What you edit after the kill stays, and is named. Two runs at once
lock each other out: a lock has the process and the host in its name, and is broken only where that host says that the
process is gone. Nothing is read or written through a symbolic link below a repository.

## What is tracked

The content of a file, and nothing else of it. No mode: nothing that is generated is executable, for every script is called
as \`bash path\`, also on systems that have no such bit; a bit that you set stays. No line ends: hashes are taken over LF, so
that a checkout that turned them is as it should be, and a block in \`.gitattributes\` of both repositories sets \`eol=lf\` for
the generated paths.

## Four walks

What follows was typed in the app repository of the example, and printed.
`;

/** docs/regeneration.md, with the output of real runs. */
export function regenerationDocument(): string {
  const parts = walks.map(([title, take]) => {
    const walk = start();
    try {
      take(walk);
    } finally {
      rmSync(walk.folder, { recursive: true });
    }
    return `### ${title}\n\n${walk.lines.join('\n')}`;
  });
  return `${introduction}\n${parts.join('\n').trimEnd()}\n`;
}
