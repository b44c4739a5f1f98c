import { printPath } from '../../problems/path.ts';
import { didYouMean } from '../../text/closest.ts';
import { listNames } from '../../text/list-names.ts';
import type { Finding, Rule } from './rule.ts';

export const allowUnknown: Rule = {
  code: 'ALLOW_UNKNOWN',
  explanation: {
    meaning: 'The name in `allow` is neither a component nor an auxiliary service.',
    remedy: 'Fix the name, or remove it.',
  },
  check: ({ allow, components, auxiliaryServices }) => {
    const names = [...Object.keys(components), ...Object.keys(auxiliaryServices ?? {})];
    return (allow?.recreate ?? []).flatMap((name, index): Finding[] => {
      const at = ['allow', 'recreate', index];
      if (names.includes(name)) return [];
      const message = `${printPath(at)} is '${name}'; known components and services: ${listNames(names)}.${didYouMean(name, names)}`;
      return [{ at, message, from: [['components'], ['auxiliaryServices']] }];
    });
  },
};
