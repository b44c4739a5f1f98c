import { spawnSync } from 'node:child_process';

const judged = new Map<string, string>();

/** What bash finds in a script without running it; '' when nothing. A text is judged once a process: many scripts are in every golden. */
export function bashFindings(text: string): string {
  const known = judged.get(text);
  if (known !== undefined) return known;
  const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
  const findings = status === 0 ? stderr : stderr || `ended with ${status}`;
  judged.set(text, findings);
  return findings;
}
