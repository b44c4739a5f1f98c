import type { EnvValue } from '../config/pipeline-config.ts';
import { readCommand } from '../detect/command.ts';
import type { Problem } from '../errors.ts';
import { emptyTree, field } from './additions.ts';
import { type Given, pairOf, textOf, usageProblem } from './answers.ts';
import type { Kind } from './kind.ts';
import type { AddFlag } from './options.ts';

export const componentKind: Kind = {
  field: 'components',
  questions: (_, given, config) => {
    const images = Object.keys(config.images ?? {});
    if (given.has('image') || images.length < 2 || images.includes(config.app.name)) return [];
    const choices = images.map((value) => ({ value, description: config.images?.[value]?.dockerfile ?? 'Dockerfile' }));
    return [{ flag: 'image', message: 'The image that it runs', fallback: { value: images[0] ?? '', source: 'the first' }, choices }];
  },
  problems: (_, given) => [
    ...wordProblems(given, 'command'),
    ...wordProblems(given, 'args'),
    ...(given.get('port') ?? []).filter((port) => !/^[^=]+=\d+$/.test(port)).map((port) => usageProblem(`--port is name=number, not ${port}`)),
    ...(given.get('env') ?? [])
      .filter((text) => variableOf(text) === undefined)
      .map((text) => usageProblem(`--env is NAME=value, NAME=from:service.output or NAME=secret:name/key, not ${pairOf(text).key ?? text}`)),
    ...(given.has('health') && !given.has('port') ? [usageProblem('--health needs a port: --port http=8080')] : []),
    ...(/^\d+$/.test(textOf(given, 'replicas') ?? '0') ? [] : [usageProblem(`--replicas is a number, not ${textOf(given, 'replicas')}`)]),
  ],
  additions: (name, given) => {
    const at = ['components', name];
    const ports = (given.get('port') ?? []).map(pairOf);
    const [first] = ports;
    const health = textOf(given, 'health');
    const replicas = textOf(given, 'replicas');
    return [
      { path: at, value: emptyTree() },
      ...field([...at, 'image'], 'image', textOf(given, 'image')),
      ...field([...at, 'command'], 'command', wordsOf(given, 'command')),
      ...field([...at, 'args'], 'args', wordsOf(given, 'args')),
      ...(given.get('env') ?? []).flatMap((text) => field([...at, 'env', pairOf(text).key ?? ''], 'env', variableOf(text))),
      ...ports.flatMap(({ key = '', value }) => field([...at, 'ports', key, 'containerPort'], 'port', Number(value))),
      ...(first?.key === undefined
        ? []
        : health === undefined
          ? field([...at, 'readinessProbe'], 'port', { tcpSocket: { port: first.key } })
          : field([...at, 'readinessProbe'], 'health', { httpGet: { path: health, port: first.key } })),
      ...field([...at, 'replicas'], 'replicas', replicas === undefined ? undefined : Number(replicas)),
    ];
  },
};

function wordProblems(given: Given, flag: AddFlag): Problem[] {
  return given.has(flag) && wordsOf(given, flag) === undefined
    ? [usageProblem(`--${flag} ${textOf(given, flag)} needs a shell to read it`, `Write it by hand: ${flag}: ['sh', '-c', '…'].`)]
    : [];
}

function wordsOf(given: Given, flag: AddFlag): string[] | undefined {
  const text = textOf(given, flag);
  const words = text === undefined ? undefined : readCommand(text);
  return words?.length === 0 ? undefined : words;
}

function variableOf(text: string): EnvValue | undefined {
  const { key, value } = pairOf(text);
  if (key === undefined || key === '') return undefined;
  if (value.startsWith('from:')) return { from: value.slice('from:'.length) as `${string}.${string}` };
  if (!value.startsWith('secret:')) return value;
  const [, name, secretKey] = /^secret:([^/]+)\/(.+)$/.exec(value) ?? [];
  return name === undefined || secretKey === undefined ? undefined : { secretKeyRef: { name, key: secretKey } };
}
