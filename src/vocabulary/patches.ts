import { listOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const patches = {
  Patch: object(
    'A change of one generated file.',
    {
      output: text('Id of the output that makes the file, as `.gitops-app/manifest.json` has it: the repository, a slash and a name.', {
        pattern: '^(app|config)/[a-z][a-z-]*$',
        examples: ['app/ci'],
      }),
      path: text('Path of the file in its repository. Needed where the output makes several.', { examples: ['.github/workflows/gitops-ci.yaml'] }),
      operations: listOf(ref('PatchOperation'), 'What to do, in this order: RFC 6902.', {
        minItems: 1,
        examples: [[{ op: 'replace', path: '/jobs/test/timeout-minutes', value: 30 }]],
      }),
    },
    ['output', 'operations'],
  ),
  PatchOperation: object(
    'One operation of RFC 6902 (JSON Patch).',
    {
      op: oneOf(['add', 'remove', 'replace', 'move', 'copy', 'test'], 'The operation. test: the patch applies only where this value stands.', {
        examples: ['replace'],
      }),
      path: ref('JsonPointer', 'Where.'),
      from: ref('JsonPointer', 'From where; of move and copy alone.'),
      value: ref('PlainData', 'The value; of add, replace and test.'),
    },
    ['op', 'path'],
  ),
  JsonPointer: text('A JSON pointer (RFC 6901): a slash before each key or index; `~1` is a slash and `~0` a tilde in a key, `-` the end of a list.', {
    pattern: '^(/([^/~]|~[01])*)+$',
    examples: ['/jobs/test/timeout-minutes'],
  }),
} satisfies Definitions;
