import type { ErrorCode, Problem } from './errors.ts';
import { type Path, pointerOf } from './path.ts';

/** An error at a path; for a missing field, the path of its parent. */
export function problemAt(code: ErrorCode, path: Path, message: string, more: Pick<Problem, 'hint' | 'onName'> = {}): Problem {
  return { code, severity: 'error', pointer: pointerOf(path), message, ...more };
}
