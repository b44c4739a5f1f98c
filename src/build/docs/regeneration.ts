import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { addText, type Example, edit, run, startExample } from './example.ts';

const ci = 'app/.github/workflows/gitops-ci.yaml';
const prod = 'config/charts/shop/prod-values.yaml';

const examples: readonly [title: string, run: (example: Example) => void][] = [
  [
    'The config changes',
    (example) => {
      addText(example, 'Prod gets one more replica: in `.gitops-app/pipeline.config.ts`, `replicas: 3` becomes `replicas: 4`.');
      edit(example, 'app/.gitops-app/pipeline.config.ts', 'replicas: 3', 'replicas: 4');
      run(example, 'check', 2);
      run(example, 'generate', 0);
    },
  ],
  [
    'A generated file is edited by hand',
    (example) => {
      addText(example, 'The runner of CI is changed in the workflow instead of the config.');
      edit(example, ci, /runs-on: .*/, 'runs-on: ubuntu-latest');
      run(example, 'check', 2);
      run(example, 'generate', 3);
      addText(example, 'One of the options is to keep the file:');
      run(example, 'eject .github/workflows/gitops-ci.yaml', 0);
      run(example, 'check', 0);
    },
  ],
  [
    'CD deploys while the config changes',
    (example) => {
      addText(example, 'CD writes a new image for prod, and then the config changes the same file. The image stays.');
      edit(example, prod, /tag: ""/, 'tag: "7c2f1e0b9a8d4c3f5e6a7b8c9d0e1f2a3b4c5d6e"');
      edit(example, prod, /digest: ""/, 'digest: "sha256:4f1d2c3b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff001"');
      run(example, 'check', 0);
      edit(example, 'app/.gitops-app/pipeline.config.ts', 'replicas: 3', 'replicas: 4');
      run(example, 'generate', 0);
      const images = /^images:\n(?: .*\n)*/m.exec(readFileSync(join(example.folder, prod), 'utf8'))?.[0] ?? '';
      example.lines.push('```yaml', images.trimEnd(), '```', '');
    },
  ],
  [
    'create-gitops-app is upgraded',
    (example) => {
      addText(example, 'An earlier version generated both repositories, with one line of CI different. This is not drift.');
      const before = createHash('sha256')
        .update(readFileSync(join(example.folder, ci)))
        .digest('hex');
      edit(example, ci, 'name: GitOps CI', 'name: CI');
      const after = createHash('sha256')
        .update(readFileSync(join(example.folder, ci)))
        .digest('hex');
      edit(example, 'app/.gitops-app/manifest.json', before, after);
      for (const folder of ['app/.gitops-app', 'config/.gitops-app/shop', 'config/.gitops-app/shared'])
        edit(example, `${folder}/manifest.json`, /"generatorVersion": ".*"/, '"generatorVersion": "0.0.9"');
      run(example, 'check', 0);
      run(example, 'upgrade', 0);
    },
  ],
];

const introduction = `# Regeneration

Every generated file has an ownership class, which every run respects.

| class   | who owns the file                                                                                    |
| ------- | ---------------------------------------------------------------------------------------------------- |
| managed | create-gitops-app: it is regenerated when the config changes                                         |
| fields  | create-gitops-app, except for values that a machine writes: CD owns the tag and the digest of images |
| seeded  | you, after it was generated once; it may be edited and deleted                                       |
| region  | you, except for the lines between the markers                                                        |
| merge   | both: changes of create-gitops-app are merged with your edits                                        |
| ejected | you, after \`eject\`: it is no longer written, and \`check\` reports the changes that it misses          |

What \`generate\` does with a file depends on three texts: the text on disk (D), the text that was last generated (B) and the
planned text (N).

| case                      | what generate does                                                                                  |
| ------------------------- | --------------------------------------------------------------------------------------------------- |
| D = N                     | nothing                                                                                             |
| no D, never generated     | create it                                                                                           |
| no D, generated before    | managed, merge: create it again; fields: refuse, because CD's values would be lost; seeded: nothing |
| D = B                     | update it                                                                                           |
| N = B, D differs          | merge: keep it; managed: refuse                                                                     |
| D, B and N differ         | merge: merge it, or refuse if both changed the same lines; managed: refuse                          |
| D exists, never generated | refuse                                                                                              |
| no longer planned         | delete it if D = B and it contains no values of CD; otherwise keep and report it                    |

If any file is refused, nothing is written in either repository. The output lists each refused file with its options:
\`generate --overwrite\` discards the edit, \`adopt\` shows the difference and then overwrites an existing file, \`eject\` leaves
the file to you, and \`generate --merge\` writes both texts between conflict markers. One run can decide on several files:
\`generate\` takes \`--overwrite\`, \`--adopt\`, \`--eject\` and \`--merge\` together.

When an environment is removed from the config, its wrapper values file stays if CD wrote into it, and \`check\` reports it until
you delete it.

## All or nothing

A run writes files in two repositories. Before the first write, it writes a journal with the previous contents into
\`.gitops-app\` of both repositories; it removes the journals last. If a run is killed in between, the next \`generate\` rolls it
back, and \`check\` refuses to run until then. Files that you edit after the kill are left unchanged and reported. Two runs cannot
write at the same time: the name of a lock contains the process and the host, and a lock is broken only if it is from the same
host and the process no longer exists. Symbolic links inside a repository are never followed.

## What a cluster refuses to change

Some fields of an object that exists never change: Kubernetes, or the operator behind it, rejects the update, and Argo CD then syncs
nothing more of the app. \`generate\` compares the config with the saved model and refuses such a change before it writes anything, with the
value, its place and the commands to run:

| change                                                                                    | the way                                                      |
| ----------------------------------------------------------------------------------------- | ------------------------------------------------------------ |
| size or storage class of a StatefulSet's volume, a volume more or fewer                   | \`allow.recreate\`: the StatefulSet is deleted, its pod stays  |
| a component gets its first volume of its own, or loses its last one                       | \`allow.recreate\`: the old workload is deleted first          |
| another name for a standalone component that runs the same program                        | \`allow.recreate\`: the old workload is deleted first          |
| a smaller shared volume, or one with another storage class                                | another name for the volume, and a copy of its data          |
| smaller volumes or an older version of a CloudNativePG cluster                            | another service, and a copy of its data                      |
| an immutable field of an extra manifest                                                   | another name for the object                                  |

\`\`\`ts
allow: { recreate: ['worker'] },
\`\`\`

With this word \`generate\` goes on and prints when to run the commands, for each cluster: before the merge where Argo CD syncs
automatically (it is paused, so that it does not undo them), after it and before the sync elsewhere. The word changes no file, and once
the change is generated a warning asks to remove it: it would let the next change through unseen.

Only what runs counts. An environment or cluster that is new, or gets another namespace, starts from scratch. A workload whose image CD has
never delivered does not exist. Where no image at all was delivered, the change is a warning: a database that Argo CD may have created
already holds no data of the app, and until the set-up ends the config changes often. \`check\` and \`diff\` report the same error as long as
the change is not generated, and nothing in CI of the app repository, which has no saved model to compare with.

## What is tracked

Only the content of a file is tracked. Not its mode: no generated file is executable, because every script is called as
\`bash <path>\`, which also works on systems without an executable bit; a bit that you set is kept. Not its line endings: hashes are
of the text with LF, so a checkout with other line endings is up to date, and a block in \`.gitattributes\` of both repositories
sets \`eol=lf\` for the generated paths.

## Four examples

The commands were run in the app repository of the example \`shop\`, with this output.
`;

/** docs/regeneration.md, with the output of real runs. */
export function regenerationDocument(): string {
  const sections = examples.map(([title, runExample]) => {
    const example = startExample();
    try {
      runExample(example);
    } finally {
      rmSync(example.folder, { recursive: true });
    }
    return `### ${title}\n\n${example.lines.join('\n')}`;
  });
  return `${introduction}\n${sections.join('\n').trimEnd()}\n`;
}
