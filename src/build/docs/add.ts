import { rmSync } from 'node:fs';
import { addKinds, addOptions } from '../../command-line/add-options.ts';
import type { OptionDescription } from '../../command-line/option-description.ts';
import { addText, type Example, edit, run, startExample } from './example.ts';

const introduction = `# Adding to the config by command

\`add\` adds an environment, cluster, component, job, cron job, service or route to \`pipeline.config.ts\`, with the settings
that each environment needs for it, and then runs \`generate\`. The config and the generated files are written together: if
one file is refused or the run fails, the config stays unchanged.

\`add\` only inserts text. Comments, imports, blank lines and line endings stay, and the new lines follow the quotes,
indentation and commas of the lines around them. Before anything is written, \`add\` loads the new config and verifies
that it equals the old one plus the addition, validates it against the schema and all rules, and type-checks it against
\`.gitops-app/config.d.ts\`.

In a terminal, \`add\` prompts for missing values. Otherwise, it lists the missing options, exits with 1 and writes nothing.
\`--dry-run\` prints the diff of the config and the plan.
`;

const limits = `## What it does not edit

\`add\` edits object literals in the config file: in the call of \`definePipeline\`, or in a \`const\` of the same file. For
anything else, it reports the place and the lines to add by hand:

- an object with a spread, a getter or a computed key, or inside such an object;
- the result of a function, an import, a conditional expression;
- a \`let\`, and a \`const\` that two fields share, because the second one would change too;
- a config that is not UTF-8, or is behind a symbolic link.
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
    'A service with a provider per environment',
    (example) => {
      run(example, 'add service queue --type redis --provider dev=embedded --provider prod=external --provider-host prod=queue.example.com', 0);
    },
  ],
  [
    'A component with a route',
    (example) => {
      run(example, 'add component admin --port http=8081 --health /healthz', 0);
      run(example, 'add route admin --component admin --port http --host dev=admin.dev.example.com --host prod=admin.example.com', 0);
    },
  ],
  [
    'A job for each release, and a nightly cron job',
    (example) => {
      run(example, 'add job migrate --command "npm run migrate" --env DATABASE_URL=from:db.url', 0);
      run(example, 'add cron-job clean-up --schedule "0 3 * * *" --time-zone Europe/Berlin --command "node clean-up.js"', 0);
    },
  ],
  [
    'Names that do not exist',
    (example) => {
      addText(example, 'All problems are reported at once, and nothing is written.');
      run(example, 'add environment dev --clusters dev-eu --provider chache=embedded', 1);
      run(example, 'add route admin --component wbe --port http --host dev=admin.dev.example.com', 1);
    },
  ],
  [
    'Clusters that a function returns',
    (example) => {
      edit(
        example,
        'app/.gitops-app/pipeline.config.ts',
        'export default',
        'const inventory = <Clusters>(clusters: Clusters): Clusters => clusters;\n\nexport default',
      );
      edit(example, 'app/.gitops-app/pipeline.config.ts', /clusters: \{\n([\s\S]*?)\n {2}\},/, 'clusters: inventory({\n$1\n  } as const),');
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
    return [`### add ${kind}`, '', '| option | value | description |', '| --- | --- | --- |', ...rows, ''].join('\n');
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
    '## Options\n\nOptions with … can be repeated.\n',
    ...tables,
    '## Examples\n\nThese commands were run in the app repository of the example, with this output.\n',
    parts.join('\n').trimEnd(),
    '',
  ].join('\n');
}
