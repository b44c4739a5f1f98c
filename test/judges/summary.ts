/**
 * Closes a test run with the ten slowest tests and two lines: which judges ran and which were skipped, with the reason; and the number of tests
 * that passed and failed. The last line is the CPU time of the run. A judge is a `describe('judge: …')`.
 */
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { cpuSeconds } from '../support/cpu.ts';

const prefix = 'judge: ';

export class Summary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    process.stdout.write(`${slowest(modules)}\n\n${judgesLine(modules)}\n\n${countLine(modules, unhandledErrors)}\n`);
    // Not before the last worker has ended.
    process.once('exit', () => process.stdout.write(cpuLine()));
  }
}

/** What the run costs on any machine, however busy it is: `npm test` has 300 s. */
function cpuLine(): string {
  const seconds = cpuSeconds();
  return seconds === undefined ? '' : `CPU of this run, all processes: ${Math.round(seconds)} s\n`;
}

/** The ten tests that took longest, with their files; where the time of a run goes. */
function slowest(modules: readonly TestModule[]): string {
  const tests = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => ({
      name: `${module.relativeModuleId}: ${test.fullName}`,
      seconds: (test.diagnostic()?.duration ?? 0) / 1000,
    })),
  );
  const longest = tests.sort((a, b) => b.seconds - a.seconds).slice(0, 10);
  return ['The ten slowest tests:', ...longest.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${name}`)].join('\n');
}

/** `Judges: 2 ran (a · b); skipped: c (reason)`. One that could judge only a part stands in both lists. */
function judgesLine(modules: readonly TestModule[]): string {
  const ran: string[] = [];
  const skipped: string[] = [];
  for (const module of modules)
    for (const suite of module.children.allSuites()) {
      if (!suite.name.startsWith(prefix)) continue;
      const name = suite.name.slice(prefix.length);
      const tests = [...suite.children.allTests()];
      if (tests.some((test) => test.result().state !== 'skipped')) ran.push(name);
      const reasons = suite.state() === 'failed' && !ran.includes(name) ? ['it failed to start'] : [...new Set(tests.flatMap(skipReason))];
      if (reasons.length > 0) skipped.push(`${name} (${reasons.join(', ')})`);
    }
  return `Judges: ${ran.length} ran${list(ran)}; skipped: ${skipped.length === 0 ? 'none' : skipped.join(' · ')}`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '' : ` (${names.join(' · ')})`;
}

function skipReason(test: TestCase): string[] {
  const result = test.result();
  return result.state === 'skipped' ? [result.note ?? 'not asked for'] : [];
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
