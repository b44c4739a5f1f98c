/**
 * The order of the folders: each imports only those before it in this list, type imports included. The six stages are in
 * the order in which a run passes them, after what they share.
 */
const order = [
  // below the stages
  'src/generated',
  'src/vocabulary',
  'src/text',
  'src/cache',
  'src/problems',
  'src/model',
  'src/render',
  'src/process-fields',
  'src/owned-fields',
  'src/github',
  'src/languages',
  'src/registries',
  'src/auxiliary-services',
  'src/derived',
  'src/chart',
  'src/config',
  // the stages
  'src/load',
  'src/validate',
  'src/resolve',
  'src/plan',
  'src/immutable',
  'src/workspace',
  'src/diff',
  'src/apply',
  // what people meet
  'src/detect',
  'src/command-line',
  'src/create',
  'src/add',
  'src/follow-ups',
  'src/reporters',
  'src/commands',
  'generators',
  'src/cli.ts',
  'src/build',
];

/** json-schema-to-typescript writes the types of the config, and define-pipeline.ts the generic layer that they use. */
const generatedTypes = '^src/generated/';

const pattern = (folder) => `^${folder.replace('.', '\\.')}${folder.endsWith('.ts') ? '$' : '/'}`;

export default {
  forbidden: [
    ...order.slice(0, -1).map((folder, index) => ({
      name: `${folder} imports what comes after it`,
      severity: 'error',
      from: { path: pattern(folder), ...(folder === 'src/generated' ? { pathNot: generatedTypes } : {}) },
      to: { path: order.slice(index + 1).map(pattern) },
    })),
    {
      name: 'a folder without a place in the order',
      severity: 'error',
      from: { path: '^(src|generators)/', pathNot: order.map(pattern) },
      to: {},
    },
    { name: 'files import each other', severity: 'error', from: { pathNot: generatedTypes }, to: { circular: true, viaOnly: { pathNot: generatedTypes } } },
    { name: 'folders import each other', severity: 'error', scope: 'folder', from: { pathNot: '^src/(generated|vocabulary)$' }, to: { circular: true } },
    {
      name: 'generators are pure',
      comment: 'A generator is a pure function of the model: no file system, clock, environment, randomness or network.',
      severity: 'error',
      from: { path: '^generators/' },
      to: {
        pathNot: [
          '^generators/',
          ...['model', 'process-fields', 'render', 'github', 'languages', 'registries', 'auxiliary-services', 'derived', 'chart', 'text', 'cache'].map(
            (folder) => `^src/${folder}/`,
          ),
          '^src/plan/plan\\.ts$',
          '^src/owned-fields/field-path\\.ts$',
        ],
      },
    },
    {
      name: 'only the entry joins the generators to the pipeline',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/cli\\.ts$', '^src/build/'] },
      to: { path: '^generators/' },
    },
    {
      name: 'what is below the stages reads and writes nothing',
      severity: 'error',
      from: {
        path: '^src/(vocabulary|text|problems|model|process-fields|owned-fields|github|languages|registries|auxiliary-services|derived|chart|resolve|plan)/',
      },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    includeOnly: ['^(src|generators)/', '^node:', '^(fs|path|crypto|os|child_process|url|util|process|readline|tty|http|https|net)$'],
  },
};
