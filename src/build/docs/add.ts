import { rmSync } from 'node:fs';
import { addKinds, addOptions } from '../../command-line/add-options.ts';
import type { OptionDescription } from '../../command-line/option-description.ts';
import { addText, type Example, edit, run, startExample } from './example.ts';

const introduction = `# Adding to the config by command

\`add\` writes an environment, a cluster, a component, a job, a cron job, a service or a route into
\`pipeline.config.ts\`, with what each environment must say of it, and then does what \`generate\` does. The config and
everything that follows from it are written together: where one file is refused, or the run fails, the config keeps its
bytes.

Text comes in, and none goes out. Comments, imports, blank lines and line ends stay; what is added has the quotes, the
indentation and the commas of the lines around it. Before anything is written, the new text is run and must give the
config of before and the addition; it is checked against the schema and all rules; and the compiler checks it against
the types in \`.gitops-app/config.d.ts\`.

On a terminal \`add\` asks for what is missing. Without one it names the options, ends with 1 and writes nothing.
\`--dry-run\` prints the difference of the config and the plan.
`;

const limits = `## What it does not edit

\`add\` writes into objects that stand in the config file as they are: in the call of \`definePipeline\`, or in a \`const\`
of the same file. It does not guess at the rest, and refuses with the place and the lines to add by hand:

- an object that holds a spread, a getter or a computed name, or comes from one;
- what a function returns, what another file exports, a condition;
- a \`let\`, and a \`const\` that two fields share: the second would change with the first;
- a config that is not UTF-8, or lies behind a symbolic link.
`;

const examples: readonly [title: string, run: (example: Example) => void][] = [
  [
    'A cluster, and an environment on it',
    (example) => {
      run(example, 'add cluster qa-dc1 --location on-premise --ingress-class haproxy --image-pull externalSecrets=aws', 0);
      run(
        example,
        'add environment qa --clusters qa-dc1 --delivery continuous-deployment --sync automatic --provider embedded --host public=qa.example.com',
        0,
      );
    },
  ],
  [
    'A service, as each environment gets it',
    (example) => {
      run(example, 'add service queue --type redis --provider dev=embedded --provider prod=external --provider-host prod=queue.example.com', 0);
    },
  ],
  [
    'A component, and the way to it',
    (example) => {
      run(example, 'add component admin --port http=8081 --health /healthz', 0);
      run(example, 'add route admin --component admin --port http --host dev=admin.dev.example.com --host prod=admin.example.com', 0);
    },
  ],
  [
    'A job with each release, and one every night',
    (example) => {
      run(example, 'add job migrate --command "npm run migrate" --env DATABASE_URL=from:db.url', 0);
      run(example, 'add cron-job clean-up --schedule "0 3 * * *" --time-zone Europe/Berlin --command "node clean-up.js"', 0);
    },
  ],
  [
    'What is not there, and what is',
    (example) => {
      addText(example, 'Everything that is wrong is said at once, and nothing is written.');
      run(example, 'add environment dev --clusters dev-eu --provider chache=embedded', 1);
      run(example, 'add route admin --component wbe --port http --host dev=admin.dev.example.com', 1);
    },
  ],
  [
    'Clusters that a function makes',
    (example) => {
      edit(example, 'app/pipeline.config.ts', 'export default', 'const inventory = <Clusters>(clusters: Clusters): Clusters => clusters;\n\nexport default');
      edit(example, 'app/pipeline.config.ts', /clusters: \{\n([\s\S]*?)\n {2}\},/, 'clusters: inventory({\n$1\n  } as const),');
      run(example, 'add cluster qa-dc1 --location on-premise --ingress-class haproxy', 1);
    },
  ],
];

/** docs/add.md, with the output of real runs. */
export function addDocument(): string {
  const options: [string, OptionDescription][] = Object.entries(addOptions);
  const tables = addKinds.map((kind) => {
    const rows = options
      .filter(([, { of }]) => of?.includes(kind) === true)
      .map(
        ([name, { value = '', description, multiple }]) =>
          `| \`--${name}\` | \`${value.replaceAll('|', '\\|')}\`${multiple === true ? ' …' : ''} | ${description} |`,
      );
    return [`### add ${kind}`, '', '| option | value | |', '| --- | --- | --- |', ...rows, ''].join('\n');
  });
  const parts = examples.map(([title, runExample]) => {
    const example = startExample();
    try {
      runExample(example);
    } finally {
      rmSync(example.folder, { recursive: true });
    }
    return `### ${title}\n\n${example.lines.join('\n')}`;
  });
  return [
    introduction,
    limits,
    '## Options\n\nAn option with … may be given several times.\n',
    ...tables,
    '## Examples\n\nWhat follows was typed in the app repository of the example, and printed.\n',
    parts.join('\n').trimEnd(),
    '',
  ].join('\n');
}
