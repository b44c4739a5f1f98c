/** A program in a real terminal, and its screen. */

import { basename } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';

export interface Terminal {
  /** The screen with its scrollback; redrawn lines once. */
  text: () => string;
  /** Resolves when the text is on the screen. Rejects after ten seconds, or when the program ends. */
  shows: (text: string | RegExp) => Promise<void>;
  type: (keys: string) => void;
  /** Exit code. */
  ended: Promise<number>;
}

export const keys = { enter: '\r', down: '\u001b[B', up: '\u001b[A', interrupt: '\u0003' };

// biome-ignore lint/suspicious/noControlCharactersInRegex: a control sequence of terminals
const endMark = /\u001b\]0;ended (\d+)\u0007/;

export function openTerminal(cli: string, args: readonly string[], { cwd, columns = 120 }: { cwd: string; columns?: number }): Terminal {
  const environment = { ...process.env, TERM: 'xterm-256color', NO_COLOR: '1', npm_config_offline: 'true' };
  for (const name of ['CI', 'FORCE_COLOR', 'GITHUB_ACTIONS']) delete (environment as NodeJS.ProcessEnv)[name];
  // The end of its process can overtake the last of its output, so a shell stays until all has been read.
  const script = 'trap : INT; "$@"; printf "\\033]0;ended %s\\007" "$?"; read -r';
  const program: IPty = spawn('bash', ['-c', script, 'bash', process.execPath, cli, ...args], { cwd, cols: columns, rows: 50, env: environment });
  let output = '';
  let over = false;
  const waiting = new Set<() => void>();
  const ended = new Promise<number>((resolve) =>
    program.onData((data) => {
      if (over) return;
      output += data;
      const [mark, code] = endMark.exec(output) ?? [];
      if (mark !== undefined) {
        over = true;
        output = output.slice(0, output.indexOf(mark));
        program.write('\r');
      }
      for (const look of waiting) look();
      if (code !== undefined) resolve(Number(code));
    }),
  );
  const text = () => screenText(output, columns);
  const shows = (expected: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const settle = (error?: Error) => {
        waiting.delete(look);
        clearTimeout(timer);
        error === undefined ? resolve() : reject(error);
      };
      const missing = () => new Error(`${basename(cli)} does not show ${expected}:\n${text()}`);
      const look = () => {
        const screen = text();
        if (typeof expected === 'string' ? screen.includes(expected) : expected.test(screen)) settle();
        else if (over) settle(missing());
      };
      const timer = setTimeout(() => settle(missing()), 10_000);
      waiting.add(look);
      look();
    });
  return { text, shows, type: (typed) => program.write(typed), ended };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are control sequences of terminals
const tokens = /\u001b\[([?\d;]*)([A-Za-z])|\u001b[()][A-Z0-9]|\u001b[78=>]|[\s\S]/gu;

/** The screen after the output of a program that redraws its last lines, without trailing spaces. */
export function screenText(output: string, columns: number): string {
  const lines: string[][] = [[]];
  let [row, column] = [0, 0];
  const line = () => {
    while (lines.length <= row) lines.push([]);
    return lines[row] ?? [];
  };
  for (const [token, parameters, command] of output.matchAll(tokens)) {
    const count = Math.max(1, Number.parseInt(parameters ?? '', 10) || 1);
    if (command === 'A') row = Math.max(0, row - count);
    else if (command === 'B') row += count;
    else if (command === 'C') column = Math.min(columns - 1, column + count);
    else if (command === 'D') column = Math.max(0, column - count);
    else if (command === 'G') column = count - 1;
    else if (command === 'K') line().splice(parameters === '2' ? 0 : column);
    else if (command === 'J') {
      line().splice(column);
      lines.splice(row + 1);
    } else if (command !== undefined || (token.startsWith('\u001b') && token.length > 1)) continue;
    else if (token === '\r') column = 0;
    else if (token === '\n') row += 1;
    else if (token === '\b') column = Math.max(0, column - 1);
    else if (token >= ' ') {
      if (column >= columns) [row, column] = [row + 1, 0];
      const cells = line();
      while (cells.length < column) cells.push(' ');
      cells[column] = token;
      column += 1;
    }
  }
  return `${lines
    .map((cells) => cells.join('').trimEnd())
    .join('\n')
    .trimEnd()}\n`;
}
