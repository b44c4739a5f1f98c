import { type Fact, textOf } from './fact.ts';

/** What the last stage of a Dockerfile says about how its image runs. */
export interface DockerfileFacts {
  port?: Fact<number>;
  /** The last USER; undefined: none, the image runs as its base does. */
  user?: Fact<string>;
}

/** undefined where there is no Dockerfile. */
export function detectDockerfile(folder: string): DockerfileFacts | undefined {
  const text = textOf(folder, 'Dockerfile');
  return text === undefined ? undefined : readDockerfile(text);
}

/** USER and EXPOSE of the last stage; a value that comes from a variable is not known. */
function readDockerfile(text: string): DockerfileFacts {
  const instructions = text
    .replace(/^\s*#.*$/gm, '')
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const match = /^\s*([A-Za-z]+)\s+(.+?)\s*$/.exec(line);
      return match === null ? [] : [{ name: (match[1] ?? '').toUpperCase(), value: match[2] ?? '' }];
    });
  const stage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM') + 1);
  const user = stage.findLast(({ name }) => name === 'USER')?.value.split(':')[0];
  const port = stage
    .filter(({ name }) => name === 'EXPOSE')
    .flatMap(({ value }) => value.split(/\s+/))
    .find((value) => /^\d+(\/tcp)?$/i.test(value));
  return {
    ...(port === undefined ? {} : { port: { value: Number.parseInt(port, 10), source: 'Dockerfile EXPOSE' } }),
    ...(user === undefined || user.includes('$') ? {} : { user: { value: user, source: 'Dockerfile USER' } }),
  };
}
