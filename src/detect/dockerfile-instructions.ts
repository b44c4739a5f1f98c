import { interpolated } from './interpolation.ts';

export interface Instruction {
  /** Upper case. */
  name: string;
  value: string;
  /** `Dockerfile:12` */
  source: string;
}

/** Joins continued lines into one instruction, located at its first line; heredoc bodies belong to it. */
export function instructionsOf(text: string, path: string): Instruction[] {
  const instructions: Instruction[] = [];
  const lines = text.split(/\r?\n/);
  let open: { text: string; line: number } | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (/^\s*#/.test(line) || (open !== undefined && line.trim() === '')) continue;
    const continued = /\\\s*$/.test(line);
    open = { text: `${open?.text ?? ''}${line.replace(/\\\s*$/, ' ')}`, line: open?.line ?? index + 1 };
    if (continued) continue;
    const [, name, value] = /^\s*([A-Za-z]+)\s+(.+?)\s*$/.exec(open.text) ?? [];
    if (name !== undefined && value !== undefined) {
      const end = /^(?:RUN|COPY|ADD)$/i.test(name) ? heredocsEnd(value, lines, index + 1) : index + 1;
      const body = lines.slice(index + 1, end).map((each) => `\n${each}`);
      instructions.push({ name: name.toUpperCase(), value: `${value}${body.join('')}`, source: `${path}:${open.line}` });
      index = end - 1;
    }
    open = undefined;
  }
  return instructions;
}

/** The line after the last heredoc that an instruction opens: `<<EOF`, `<<-"EOF"`. Unclosed ones are ignored. */
function heredocsEnd(value: string, lines: readonly string[], start: number): number {
  let end = start;
  for (const [, dash, , word] of value.matchAll(/(?:^|\s)\d*<<(-?)(["']?)([A-Za-z_][\w.-]*)\2/g)) {
    const closed = lines.findIndex((line, index) => index >= end && (dash === '' ? line : line.replace(/^\t+/, '')) === word);
    if (closed !== -1) end = closed + 1;
  }
  return end;
}

/** The user ID of the app user in Microsoft's images. */
const dotnetUser = '1654';

/** A build stage; known variables in its base image are replaced. */
interface Stage {
  name: string;
  base: string;
  source: string;
  instructions: Instruction[];
}

/** The stages of a Dockerfile, and its global build arguments. `buildArguments` override defaults. */
export function stagesOf(instructions: readonly Instruction[], buildArguments: ReadonlyMap<string, string>): { stages: Stage[]; global: Map<string, string> } {
  const global = new Map<string, string>();
  const stages: Stage[] = [];
  for (const instruction of instructions) {
    const last = stages.at(-1);
    if (instruction.name === 'FROM') {
      const [base = '', , name = ''] = instruction.value.replace(/^(?:--\S+\s+)+/, '').split(/\s+/);
      stages.push({ name: name.toLowerCase(), base: interpolated(base, global).text, source: instruction.source, instructions: [] });
    } else if (last !== undefined) last.instructions.push(instruction);
    else if (instruction.name === 'ARG')
      for (const [name, value] of assignments(instruction.value, global)) global.set(name, buildArguments.get(name) ?? value ?? '');
  }
  return { stages, global };
}

/** The instructions of the final image: its base, then the stages that the last stage builds on. Known variables are replaced. */
export function lastStage(instructions: readonly Instruction[], buildArguments: ReadonlyMap<string, string> = new Map()): Instruction[] {
  const { stages, global } = stagesOf(instructions, buildArguments);
  const chain = stages.slice(-1);
  for (let index = stages.length - 1; index > 0; ) {
    const base = chain[0]?.base.toLowerCase();
    const parent = stages.findLastIndex(({ name }, at) => at < index && name !== '' && name === base);
    if (parent === -1) break;
    chain.unshift(stages[parent] as Stage);
    index = parent;
  }
  // ENV always overrides ARG, whatever their order.
  const [variables, build] = [new Map<string, string>(), new Map<string, string>()];
  if (/^mcr\.microsoft\.com\/dotnet\//.test(chain[0]?.base ?? '')) variables.set('APP_UID', dotnetUser);
  const from = chain.slice(0, 1).map(({ base, source }): Instruction => ({ name: 'FROM', value: base, source }));
  return (stages.length === 0 ? [...instructions] : [...from, ...chain.flatMap((stage) => stage.instructions)]).map((instruction) => {
    const known = new Map([...build, ...variables]);
    if (instruction.name === 'ARG')
      for (const [name, value] of assignments(instruction.value, known)) {
        const known = buildArguments.get(name) ?? value ?? global.get(name);
        if (known !== undefined) build.set(name, known);
      }
    if (instruction.name === 'ENV') for (const [name, value] of assignments(instruction.value, known)) variables.set(name, value ?? '');
    return ['USER', 'EXPOSE', 'VOLUME', 'HEALTHCHECK', 'RUN'].includes(instruction.name)
      ? { ...instruction, value: interpolated(instruction.value, known).text }
      : instruction;
  });
}

/** `A=1 B="x y"`, `A` alone, and the legacy `A x y` of ENV. Omits unknown values. */
function assignments(value: string, known: ReadonlyMap<string, string>): [name: string, value: string | undefined][] {
  const older = /^(\w+)\s+([^=\s].*)$/.exec(value);
  const pairs = older === null || value.includes('=') ? value.matchAll(/(?:^|\s)(\w+)(?:=("(?:[^"\\]|\\.)*"|'[^']*'|\S*))?(?=\s|$)/g) : [older];
  return [...pairs].flatMap(([, name = '', raw]): [string, string | undefined][] => {
    if (raw === undefined) return [[name, undefined]];
    const read = interpolated(raw.replace(/^(["'])(.*)\1$/, '$2'), known);
    return read.whole ? [[name, read.text]] : [];
  });
}
