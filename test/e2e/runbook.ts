/** Runs a runbook as a person would: every command of it, in order, in one bash. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Block {
  /** Heading of the second level that it stands under: a step. */
  section: string;
  /** Heading that it stands under. */
  heading: string;
  /** Line of its first command, from 1. */
  line: number;
  commands: string;
}

/** The bash blocks of a Markdown file. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let section = '';
  let heading = '';
  let open: Block | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (open === undefined && line === '```bash') open = { section, heading, line: index + 2, commands: '' };
    else if (open !== undefined && line === '```') {
      blocks.push(open);
      open = undefined;
    } else if (open !== undefined) open.commands += `${line}\n`;
    else if (/^#+ /.test(line)) {
      heading = line.replace(/^#+ /, '');
      if (line.startsWith('## ')) section = heading;
    }
  }
  return blocks;
}

export interface Runbook {
  file: string;
  /** Folder to run in, by heading; `default` for the others. */
  folders: Readonly<Record<string, string>> & { default: string };
  environment: Record<string, string>;
  /** Folder for the script. */
  state: string;
  /** What a person types when a block asks, line by line. */
  typed: (block: Block) => string;
  /** Only the steps of these headings. */
  sections?: readonly string[];
  /** Only the blocks below these headings. */
  headings?: readonly string[];
  /** What a person sets to another value: `where` to `prod/prod-eu`. */
  set?: Readonly<Record<string, string>>;
  /** Words of commands that may fail, as the runbook says. */
  mayFail?: readonly string[];
  /** First heading that is followed; default: all. */
  from?: string;
  /** First heading that is not followed any more. */
  until?: string;
  /** Blocks that are left out, with the reason: the first words of a command in them. */
  leftOut: Readonly<Record<string, string>>;
}

/**
 * @returns everything it printed, and how many blocks ran
 * @throws Error with the end of the output where a command failed that nothing catches
 */
export async function follow({
  file,
  folders,
  environment,
  state,
  typed,
  from,
  until,
  leftOut,
  sections,
  headings,
  set = {},
  mayFail = [],
}: Runbook): Promise<{ output: string; blocks: number }> {
  const whole = blocksOf(readFileSync(file, 'utf8'));
  const at = (heading: string | undefined, otherwise: number) => (heading === undefined ? otherwise : whole.findIndex((block) => block.heading === heading));
  const all = whole
    .slice(at(from, 0), at(until, whole.length))
    .filter(({ section, heading }) => (sections?.includes(section) ?? true) && (headings?.includes(heading) ?? true));
  if (all.length === 0) throw new Error(`${file} has no blocks from ${from} until ${until}`);
  const unused = new Set(Object.keys(leftOut));
  const blocks = all.filter(({ commands }) => {
    const reason = Object.keys(leftOut).find((words) => commands.includes(words));
    if (reason !== undefined) unused.delete(reason);
    return reason === undefined;
  });
  if (unused.size > 0) throw new Error(`no block has: ${[...unused].join(', ')}`);
  const script = blocks.map((block, index) => {
    const input = join(state, `runbook-${index}.input`);
    writeFileSync(input, typed(block));
    return [
      `echo '--- line ${block.line}: ${block.heading.replaceAll("'", '’')}'`,
      `cd '${folders[block.heading] ?? folders.default}'`,
      `{\n${withValues(block.commands, set)}} <'${input}'`,
    ].join('\n');
  });
  const path = join(state, 'runbook.sh');
  // A person would see the message of a command that fails, and stop.
  const expected = mayFail.map((words) => `*"${words}"*) return;; `).join('');
  const failed = `failed() { case "$1" in ${expected}esac; echo "FAILED: $1" >&2; exit 1; }`;
  writeFileSync(path, `${failed}\ntrap 'failed "$BASH_COMMAND"' ERR\nset -E\n${script.join('\n')}\n`);
  const child = spawn('bash', [path], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the runbook ended with ${code}:\n${output.slice(-4000)}`);
  return { output, blocks: blocks.length };
}

function withValues(commands: string, set: Readonly<Record<string, string>>): string {
  const lines = commands.split('\n').map((line) => {
    const name = Object.keys(set).find((each) => line.startsWith(`${each}=`));
    return name === undefined ? line : `${name}=${set[name]}`;
  });
  return lines.join('\n');
}
