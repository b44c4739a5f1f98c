import { emptyTree, field } from './additions.ts';
import { pairOf, textOf, usageProblem } from './answers.ts';
import type { Kind } from './kind.ts';
import { imageQuestions, numberOf, numberProblems, processAdditions, processProblems } from './process.ts';

export const componentKind: Kind = {
  field: 'components',
  questions: (_, values, config) => imageQuestions(values, config),
  problems: (_, values) => [
    ...(values.get('port') ?? []).filter((port) => !/^[^=]+=\d+$/.test(port)).map((port) => usageProblem(`--port must be name=number, not ${port}`)),
    ...processProblems(values),
    ...(values.has('health') && !values.has('port') ? [usageProblem('--health needs a port: --port http=8080')] : []),
    ...numberProblems(values, 'replicas'),
  ],
  additions: (name, values) => {
    const at = ['components', name];
    const ports = (values.get('port') ?? []).map(pairOf);
    const [first] = ports;
    const health = textOf(values, 'health');
    return [
      { path: at, value: emptyTree() },
      ...processAdditions(at, values),
      ...ports.flatMap(({ key = '', value }) => field([...at, 'ports', key, 'containerPort'], 'port', Number(value))),
      ...(first?.key === undefined
        ? []
        : health === undefined
          ? field([...at, 'readinessProbe'], 'port', { tcpSocket: { port: first.key } })
          : field([...at, 'readinessProbe'], 'health', { httpGet: { path: health, port: first.key } })),
      ...field([...at, 'replicas'], 'replicas', numberOf(values, 'replicas')),
    ];
  },
};
