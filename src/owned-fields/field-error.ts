import type { FieldPath } from './field-path.ts';

/** Why a machine-owned field cannot be carried over. */
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
