import { definitionOf } from '../auxiliary-services/index.ts';
import { isSecret } from '../config/secret-text.ts';
import { readUrl, serviceOfUrl } from './connection-url.ts';
import type { DetectedService } from './detected-service.ts';
import type { Variable } from './env-file.ts';
import type { Unmapped } from './variables.ts';

/** Where a database listens decides whether it speaks TLS. */
const aboutTls = /^(?:ssl|tls|useSSL|requireSSL)/i;
/** The chart says them itself. */
const own = ['authSource', 'user', 'username', 'password', 'host', 'port', 'dbname'];

interface Given {
  variable: Variable;
  name: string;
  value: string;
}

/**
 * What the URLs of a database ask for after the question mark, as far as all of them do: the config composes one URL.
 * Without TLS is what dev runs itself, with TLS what runs elsewhere.
 */
export function withParameters(services: readonly DetectedService[], variables: readonly Variable[], unmapped: Unmapped[]): DetectedService[] {
  const urls = variables.flatMap((variable) => {
    const url = readUrl(variable.value ?? variable.pattern ?? '');
    const service = url === undefined ? undefined : serviceOfUrl(url, services);
    return url === undefined || service === undefined || !definitionOf(service.type).detection.schemes.includes(url.scheme)
      ? []
      : [{ service, given: pairsOf(url.parameters).map(([name, value]): Given => ({ variable, name, value })) }];
  });
  return services.map((service) => {
    const mine = urls.filter((url) => url.service === service).map(({ given }) => given);
    const takes = 'parameters' in definitionOf(service.type).settings('');
    const everywhere = (given: Given) => mine.every((others) => others.some(({ name, value }) => name === given.name && value === given.value));
    const fits = ({ name, value }: Given) =>
      takes && !own.includes(name) && /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name) && /^[A-Za-z0-9._~:/@,+*%-]+$/.test(value) && !isSecret(name, value);
    const all = mine.flat();
    const kept = all.filter((given) => fits(given) && (everywhere(given) || aboutTls.test(given.name)));
    for (const { variable, name, value } of all.filter((given) => !kept.includes(given)))
      unmapped.push({
        key: variable.name,
        source: variable.source,
        reason: `${name}=${value} is not in every URL of ${service.name}, or not allowed in the config, which has one URL for all`,
      });
    const [tls, plain] = [kept.filter(({ name }) => aboutTls.test(name)), kept.filter(({ name }) => !aboutTls.test(name))];
    const withoutTls = tls.filter(({ value }) => /^(?:disabled?|false|0|no|allow|prefer)$/i.test(value));
    return {
      ...service,
      ...field('parameters', plain),
      ...field('parametersInside', withoutTls),
      ...field(
        'parametersElsewhere',
        tls.filter((given) => !withoutTls.includes(given)),
      ),
    };
  });
}

function pairsOf(parameters: string): [name: string, value: string][] {
  return parameters
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)]);
}

function field<Name extends string>(name: Name, given: readonly Given[]): { [Key in Name]?: Record<string, string> } {
  if (given.length === 0) return {};
  return { [name]: Object.fromEntries(given.map((each) => [each.name, each.value])) } as { [Key in Name]?: Record<string, string> };
}
