import type { ErrorCode, Problem } from './errors.ts';
import { type Path, pointerOf } from './path.ts';

/** A problem at a path; `path` may be the parent of what is missing. */
export function problemAt(code: ErrorCode, path: Path, message: string, more: Pick<Problem, 'hint' | 'onName'> = {}): Problem {
  return { code, severity: 'error', pointer: pointerOf(path), message, ...more };
}
