/** Our compiler of templates against Handlebars itself. */
import Handlebars from 'handlebars';
import { describe, expect, test } from 'vitest';
import { compileTemplate } from '../../src/build/bundle/templates.ts';
import { helpers, runProgram } from '../../src/render/template-program.ts';

function render(source: string, data: object): string {
  return runProgram(compileTemplate(source, 'test.hbs'), data);
}

const data = {
  name: 'shop',
  empty: '',
  zero: 0,
  no: false,
  nothing: null,
  list: [
    { title: 'a', inner: ['x', 'y'] },
    { title: 'b', inner: [] },
  ],
  none: [],
  words: ['p', 'q'],
  deep: { er: { value: '${name} `code` \\n' } },
};

describe('the same text as Handlebars', () => {
  const reference = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers)) reference.registerHelper(name, helper as Handlebars.HelperDelegate);

  test.each([
    'plain ${name} `code` \\ text',
    '{{name}} {{{name}}} {{deep.er.value}} [{{empty}}|{{zero}}|{{no}}|{{nothing}}]',
    '{{#if name}}yes{{else}}no{{/if}} {{#if empty}}yes{{else}}no{{/if}} {{#if none}}yes{{else}}no{{/if}} {{#if absent}}yes{{/if}}',
    '{{#unless list}}none{{/unless}}{{#unless none}}none{{else}}some{{/unless}}',
    '{{#if empty}}1{{else if name}}2{{else}}3{{/if}}',
    '{{#each list}}{{@index}}{{#unless @first}}, {{/unless}}{{title}} of {{../name}}{{#if @last}}.{{/if}}{{/each}}',
    '{{#each list}}{{#each inner}}{{this}} in {{../title}} in {{../../name}};{{else}}nothing in {{title}};{{/each}}{{/each}}',
    '{{#each list}}{{#if ../name}}{{title}}{{/if}}{{/each}}{{#each none}}x{{else}}none{{/each}}{{#each absent}}x{{/each}}',
    'a\n{{#if name}}\nalone on its line\n{{/if}}\nb\n  {{~#if name}} trimmed {{/if~}}  \nc\n{{! a comment }}\nd {{!-- another --}} e\n',
    '{{code name}} {{json list}} {{#if (eq name "shop")}}shop{{/if}} {{#if (eq zero 0)}}0{{/if}}',
    '{{join words ", "}}',
  ])('%j', (source) => {
    const expected = reference.compile(source, { noEscape: true })(data);
    expect(render(source, data)).toBe(expected);
  });
});

test('a name that the data lacks is an error', () => {
  expect(() => render('{{nmae}}', data)).toThrow('"nmae" is not in the data of the template');
  expect(() => render('{{deep.re.value}}', data)).toThrow('"re" is not in the data of the template');
  expect(() => render('{{#each name}}x{{/each}}', data)).toThrow('each needs a list');
});

test.each([
  ['{{> partial}}', 'no PartialStatement in a template'],
  ['{{#with deep}}{{er}}{{/with}}', 'no block with'],
  ['{{unknown name}}', 'no helper unknown'],
  ['{{#each list}}{{@key}}{{/each}}', 'no data variable @key here'],
  ['{{@first}}', 'no data variable @first here'],
  ['{{../name}}', '../name is above the data'],
  ['x\n {{#if name includeZero=true}}{{/if}}', 'test.hbs:2:2: one subject belongs to a block'],
])('what a template may not say is refused when it is compiled: %s', (source, message) => {
  expect(() => compileTemplate(source, 'test.hbs')).toThrow(message);
});
