import { listOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const patches = {
  Patch: object(
    'A patch for one generated file.',
    {
      output: text('ID of the output that generates the file, as in `.gitops-app/manifest.json`: repository, slash, name.', {
        pattern: '^(app|config)/[a-z][a-z-]*$',
        examples: ['app/ci'],
      }),
      path: text('Path of the file in its repository. Required if the output generates several files.', { examples: ['.github/workflows/gitops-ci.yaml'] }),
      operations: listOf(ref('PatchOperation'), 'JSON Patch operations (RFC 6902), applied in order.', {
        minItems: 1,
        examples: [[{ op: 'replace', path: '/jobs/test/timeout-minutes', value: 30 }]],
      }),
    },
    ['output', 'operations'],
  ),
  PatchOperation: object(
    'A JSON Patch operation (RFC 6902).',
    {
      op: oneOf(['add', 'remove', 'replace', 'move', 'copy', 'test'], 'Operation. `test`: the patch applies only if the location has this value.', {
        examples: ['replace'],
      }),
      path: ref('JsonPointer', 'Target location.'),
      from: ref('JsonPointer', 'Source location. Required if `op` is `move` or `copy`; not allowed otherwise.'),
      value: ref('PlainData', 'Value. Required if `op` is `add`, `replace` or `test`; not allowed otherwise.'),
    },
    ['op', 'path'],
  ),
  JsonPointer: text(
    'A JSON Pointer (RFC 6901): a slash before each key or index. In a key, `~1` stands for a slash and `~0` for a tilde; `-` is the end of an array.',
    {
      pattern: '^(/([^/~]|~[01])*)+$',
      examples: ['/jobs/test/timeout-minutes'],
    },
  ),
} satisfies Definitions;
