import type { FieldPath } from './field-path.ts';

/** Why the value of a machine-owned field cannot be read or replaced. */
export class FieldError extends Error {
  readonly field: FieldPath;
  readonly line: number | undefined;
  constructor(field: FieldPath, reason: string, line?: number) {
    super(`${field.join('.')} ${reason}`);
    this.name = 'FieldError';
    this.field = field;
    this.line = line;
  }
}
