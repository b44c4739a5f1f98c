import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { FieldError } from '../../src/owned-fields/field-error.ts';
import { carryFields, maskFields, readFields } from '../../src/owned-fields/owned-fields.ts';
import { sample } from '../support/sample.ts';

const tag = ['images', 'shop', 'tag'];
const digest = ['images', 'shop', 'digest'];
const planned = 'images:\n  shop:\n    repository: ghcr.io/acme/shop\n    tag: "" # CD writes it\n    digest: ""\n';
const wrapper = (tagText: string, digestText = '"sha256:aa"') => `images:\n  shop:\n    tag: ${tagText}\n    digest: ${digestText}\n`;

describe('a value that CD wrote is carried over', () => {
  test('into the planned text, whose comments and order stay', async () => {
    expect(await carryFields(planned, wrapper('v1'), [tag, digest])).toBe(
      'images:\n  shop:\n    repository: ghcr.io/acme/shop\n    tag: "v1" # CD writes it\n    digest: "sha256:aa"\n',
    );
  });

  test.each([
    ['double quotes', '"1.10"', '1.10'],
    ['single quotes', "'it''s'", "it's"],
    ['a plain text', 'main-7c2f1e0', 'main-7c2f1e0'],
    ['a quoted number', '"12345e7"', '12345e7'],
    ['a quoted octal number', '"0123456"', '0123456'],
    ['a digest', 'sha256:4f1d', 'sha256:4f1d'],
    ['an empty text', '""', ''],
    ['an escape', '"a\\tb"', 'a\tb'],
  ])('from %s, always as a string', async (_, written, value) => {
    const carried = await carryFields(planned, wrapper(written), [tag]);
    expect(parse(carried, { version: '1.1' }).images.shop.tag).toBe(value);
    expect(carried).toMatch(/tag: ".*" # CD writes it/);
  });

  test.each([
    ['CRLF', wrapper('v1').replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${wrapper('v1')}`],
    ['no final newline', wrapper('v1').trimEnd()],
    ['comments and blank lines', `# top\n\n${wrapper('v1 # here').replace('    digest', '\n    # and\n    digest')}`],
    ['a flow map', 'images: { shop: { tag: v1, digest: "sha256:aa" } }\n'],
    ['quoted keys', '"images":\n  \'shop\':\n    "tag": v1\n    digest: "sha256:aa"\n'],
  ])('from a file with %s', async (_, disk) => {
    expect(await readFields(disk, [tag, digest])).toEqual(['v1', 'sha256:aa']);
    expect(await carryFields(planned, disk, [tag])).toContain('tag: "v1" #');
  });

  test.each([
    ['CRLF', wrapper('v1').replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${wrapper('v1')}`],
    ['no final newline', wrapper('v1', 'aa').trimEnd()],
  ])('masking changes nothing but the fields in a file with %s', async (_, disk) => {
    expect(await maskFields(disk, [tag, digest])).toBe(disk.replace('v1', '""').replace(/(digest: )\S+/, '$1""'));
  });

  test('no value can change the structure of the file or the value of another key', async () => {
    await fc.assert(
      // Half of the characters are those that end a scalar or escape its end.
      fc.asyncProperty(
        fc.string({ unit: fc.oneof(fc.constantFrom('"', '\\', "'", '\n', ': ', ' #'), fc.string({ unit: 'binary', maxLength: 1 })) }),
        async (value) => {
          fc.pre(!/[\ud800-\udfff]/u.test(value));
          const carried = await carryFields(planned, `images: {shop: {tag: ${JSON.stringify(value)}}}\n`, [tag]);
          expect(parse(carried)).toEqual({ images: { shop: { repository: 'ghcr.io/acme/shop', tag: value, digest: '' } } });
          expect(carried.split('\n')).toHaveLength(planned.split('\n').length);
          expect(carried).toMatch(/^[\x20-\x7e\n]*$/);
        },
      ),
    );
  });

  test('line breaks of YAML 1.1 are escaped', async () => {
    const carried = await carryFields(planned, `images: {shop: {tag: "a\\u0085b\\u2028c\\U0001F600"}}`, [tag]);
    expect(carried).toContain('tag: "a\\u0085b\\u2028c\\U0001f600"');
  });
});

test('reading line by line gives the same values as a parser', async () => {
  const line = fc.constantFrom(
    ...[
      'images:',
      'images: # x',
      '"images":',
      '  shop:',
      '  mail:',
      '    tag: "a"',
      "    tag: 'b'",
      '    tag: c',
      '    tag: 1',
      '    digest: "d"',
      '    digest: ""',
      '    digest: "e" # f',
    ],
    ...[
      '    repository: ghcr.io/acme/shop',
      '    repository: "g"',
      '# h',
      '',
      '  # i',
      'other: 1',
      'other: |',
      '  text',
      '  images:',
      '    - "j"',
      '---',
      '\ttag: "k"',
      '    tag: "l\\n"',
      '    tag: "m',
      '   odd: "n"',
      '      tag: "o"',
    ],
  );
  const text = fc.oneof(
    { weight: 3, arbitrary: fc.constant(['images:', '  shop:', '    repository: "r"', '    tag: "t"', '    digest: "u"', 'mode: x']) },
    fc.array(line, { maxLength: 8 }),
  );
  const edits = fc.array(fc.tuple(fc.nat(7), fc.nat(1), line), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(text, edits, async (lines, changes) => {
      const edited = [...lines];
      for (const [at, remove, added] of changes) edited.splice(at, remove, added);
      const input = `${edited.join('\n')}\n`;
      let values: string[];
      try {
        values = await readFields(input, [tag, digest]);
      } catch (error) {
        expect(error).toBeInstanceOf(FieldError);
        return;
      }
      // A syntax error elsewhere in the file: it counts as edited.
      if (parseDocument(input).errors.length > 0) return;
      const { images } = parse(input) as { images: { shop: { tag: string; digest: string } } };
      expect(values).toEqual([images.shop.tag, images.shop.digest]);
      expect(await maskFields(await carryFields(planned, input, [tag, digest]), [tag, digest])).toBe(planned);
    }),
    { numRuns: sample(1000, 5000) },
  );
});

describe('a value that cannot be carried over safely is rejected, with its line', () => {
  test.each([
    ['an alias', 'x: &a v1\nimages:\n  shop:\n    tag: *a\n', 'is not a plain value', 4],
    ['an anchor', wrapper('&a v1'), 'has an anchor', 3],
    ['a tag', wrapper('!!binary v1'), 'has the tag', 3],
    ['a literal block', wrapper('|\n      v1'), 'is a block scalar', 3],
    ['a folded block', wrapper('>-\n      v1'), 'is a block scalar', 3],
    ['a number', wrapper('12345e7'), 'is 12345e7, not a string: put it in double quotes', 3],
    ['a whole number', wrapper('42'), 'is 42, not a string', 3],
    ['nothing', wrapper(''), 'is empty, not a string', 3],
    ['a boolean', wrapper('true'), 'is true, not a string', 3],
    ['a list', wrapper('[v1]'), 'is not a plain value', 3],
    ['a duplicate key', 'images:\n  shop:\n    tag: v1\n    tag: v2\n', 'is duplicated', 4],
    ['a duplicate key in the generated format', 'images:\n  shop:\n    tag: "v1"\n    tag: "v2"\n', 'is duplicated', 4],
    ['a duplicate image in the generated format', 'images:\n  shop:\n    tag: "v1"\n  shop:\n    digest: "v2"\n', 'is duplicated', 4],
    ['a duplicate block in the generated format', `${wrapper('"v1"')}${wrapper('"v2"')}`, 'is duplicated', 5],
    ['a duplicate parent', `${wrapper('v1')}images: {}\n`, 'is duplicated', 5],
    ['a missing key', 'images:\n  shop: {}\n', 'is missing', 2],
    ['a merge key instead of it', 'x: &x { tag: v1 }\nimages:\n  shop:\n    <<: *x\n', 'is missing', 3],
    ['an empty file', '', 'is missing', undefined],
    ['a file that is not YAML', 'images: [\n  shop: "\n', 'the file is not YAML', 3],
    ['conflict markers', `<<<<<<< ours\n${wrapper('v1')}=======\n${wrapper('v2')}>>>>>>> theirs\n`, 'the file is not YAML', undefined],
  ])('%s', async (_, disk, message, line) => {
    let error: unknown;
    try {
      await carryFields(planned, disk, [tag]);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(FieldError);
    expect((error as FieldError).message).toContain(message);
    if (line !== undefined) expect((error as FieldError).line).toBe(line);
  });
});
