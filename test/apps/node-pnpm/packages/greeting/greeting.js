import isNumber from 'is-number';

export const greeting = (count) => (isNumber(count) ? 'ok\n'.repeat(Number(count)) : undefined);
