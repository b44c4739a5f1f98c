// Asks an address from several workers until /tmp/stop is there; prints what it got. Arguments: address, workers, milliseconds between requests.
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const [address, workers, gap] = process.argv.slice(2);
const answers = {};
let failedSince;
let longestOutage = 0;
const started = Date.now();

async function ask() {
  const begun = Date.now();
  let answer;
  try {
    // A connection each, so that each chooses a pod anew.
    const response = await fetch(address, { headers: { connection: 'close' }, signal: AbortSignal.timeout(10_000) });
    await response.text();
    answer = response.status;
  } catch (error) {
    answer = error.cause?.code ?? error.name;
  }
  answers[answer] = (answers[answer] ?? 0) + 1;
  if (answer === 200) {
    if (failedSince !== undefined) longestOutage = Math.max(longestOutage, Date.now() - failedSince);
    failedSince = undefined;
  } else failedSince ??= begun;
}

await Promise.all(
  Array.from({ length: Number(workers) }, async () => {
    while (!existsSync('/tmp/stop')) {
      await ask();
      await pause(Number(gap));
    }
  }),
);
console.log(JSON.stringify({ answers, seconds: (Date.now() - started) / 1000, longestOutage }));
