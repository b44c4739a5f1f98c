/** What the build does to code so that V8 compiles at once what runs: the code must do the same. */
import { runInNewContext } from 'node:vm';
import { parseSync, Visitor } from 'rolldown/utils';
import { expect, test } from 'vitest';
import { withEager } from '../../src/build/bundle/eager.ts';

/** Where every function of a program starts. */
function starts(code: string): Set<number> {
  const found = new Set<number>();
  const add = ({ start }: { start: number }) => void found.add(start);
  new Visitor({ FunctionDeclaration: add, FunctionExpression: add, ArrowFunctionExpression: add }).visit(parseSync('chunk.cjs', code).program);
  return found;
}

const cases: Record<string, { code: string; eager: string }> = {
  'a declaration, before what uses it': {
    code: 'result=one();function one(){return 1}',
    eager: 'var one=(function (){return 1});result=one();',
  },
  'a declaration that is already first': { code: 'function one(){return 1}result=one();', eager: 'var one=(function (){return 1});result=one();' },
  'a declaration that replaces itself': {
    code: 'function once(){once=()=>2;return 1}result=[once(),once()];',
    eager: 'var once=(function (){once=(function(){return 2});return 1});result=[once(),once()];',
  },
  'a declaration in another': {
    code: 'result=outer();function outer(){return inner();function inner(){return 1}}',
    eager: 'var outer=(function (){return inner();function inner(){return 1}});result=outer();',
  },
  'an arrow in an arrow': { code: 'result=(a=>b=>a+b)(1)(2);', eager: 'result=((function(a){return (function(b){return a+b})}))(1)(2);' },
  'an arrow without a parameter, with a body': { code: 'result=(()=>{return 1})();', eager: 'result=((function(){return 1}))();' },
  'parameters that are taken apart and have defaults': {
    code: 'result=(({a},[b=()=>1],...c)=>({a,b:b(),c}))({a:0},[],2);',
    eager: 'result=((function({a},[b=(function(){return 1})],...c){return ({a,b:b(),c})}))({a:0},[],2);',
  },
  'an async arrow': {
    code: 'result=[async a=>a,async()=>{}].map(f=>f.constructor.name);',
    eager: 'result=[(async function( a){return a}),(async function(){})].map((function(f){return f.constructor.name}));',
  },
  'a function expression': { code: 'result=[1].map(function(a){return a});', eager: 'result=[1].map((function(a){return a}));' },
  'an arrow that takes this': {
    code: 'result={a:1,b(){return [0].map(()=>this.a)}}.b();',
    eager: 'result={a:1,b(){return [0].map(()=>this.a)}}.b();',
  },
  'an arrow around one that takes arguments': {
    code: 'result=(function(){return (()=>(()=>arguments[0])())()})(3);',
    eager: 'result=((function(){return (()=>(()=>arguments[0])())()}))(3);',
  },
  'an arrow around a function with its own this': {
    code: 'result=(()=>function(){return this.a})().call({a:1});',
    eager: 'result=((function(){return (function(){return this.a})}))().call({a:1});',
  },
};

test.each(Object.entries(cases))('%s', (_, { code, eager }) => {
  const made = withEager(code, starts(code));
  const run = (text: string) => {
    const context = { result: undefined };
    runInNewContext(text, context);
    return context.result;
  };
  expect(made).toBe(eager);
  expect(run(code)).toBeDefined();
  expect(run(made)).toEqual(run(code));
});

test('what does not run stays as it is', () => {
  const code = 'function one(){return 1}result=(()=>function(){})();';
  expect(withEager(code, new Set())).toBe(code);
});
