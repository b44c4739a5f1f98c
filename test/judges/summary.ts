/**
 * Closes a test run with two lines: which judges ran and which were skipped, with the reason; and the number of tests
 * that passed and failed. A judge is a `describe('judge: …')`.
 */
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

const prefix = 'judge: ';

export class Summary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    process.stdout.write(`${judgesLine(modules)}\n\n${countLine(modules, unhandledErrors)}\n`);
  }
}

/** `Judges: 5 ran (a, b, …); skipped: c (reason)` */
function judgesLine(modules: readonly TestModule[]): string {
  const ran = new Set<string>();
  const skipped = new Map<string, string>();
  for (const module of modules)
    for (const suite of module.children.allSuites()) {
      if (!suite.name.startsWith(prefix)) continue;
      const name = suite.name.slice(prefix.length);
      const reason = skipReason(suite);
      if (reason === undefined) ran.add(name);
      else skipped.set(name, reason);
    }
  const left = [...skipped].map(([name, reason]) => `${name} (${reason})`);
  return `Judges: ${ran.size} ran${ran.size === 0 ? '' : ` (${[...ran].join(', ')})`}; skipped: ${left.length === 0 ? 'none' : left.join(', ')}`;
}

/** Why nothing of a suite ran; undefined where something did. */
function skipReason(suite: TestSuite): string | undefined {
  const tests = [...suite.children.allTests()];
  if (tests.length === 0) return 'it has nothing to judge';
  if (tests.some((test) => test.result().state !== 'skipped')) return undefined;
  return tests.map(noteOf).find((note) => note !== undefined) ?? 'not asked for';
}

function noteOf(test: TestCase): string | undefined {
  const result = test.result();
  return result.state === 'skipped' ? result.note : undefined;
}

/** `12 passed, 0 failed`. A file that could not run, and an error outside of any test, count as failures. */
function countLine(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): string {
  let passed = 0;
  let failed = unhandledErrors.length;
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed++;
      else if (state === 'failed') failedHere++;
    }
    failed += failedHere === 0 && module.state() === 'failed' ? 1 : failedHere;
  }
  return `${passed} passed, ${failed} failed`;
}
