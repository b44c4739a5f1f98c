import { definitionOf } from '../auxiliary-services/index.ts';
import { isSecret } from '../config/secret-text.ts';
import { readUrl, serviceOfUrl } from './connection-url.ts';
import type { DetectedService } from './detected-service.ts';
import type { Variable } from './env-file.ts';
import type { Unmapped } from './variables.ts';

/** TLS settings depend on where the database runs. */
const aboutTls = /^(?:ssl|tls|useSSL|requireSSL)/i;
/** The chart sets these itself. */
const managed = ['authSource', 'user', 'username', 'password', 'host', 'port', 'dbname'];

interface UrlParameter {
  variable: Variable;
  name: string;
  value: string;
}

/**
 * Query parameters that all URLs of a database share: the config composes one URL. Parameters that disable TLS apply to
 * the embedded database of dev, those that require it to external ones.
 */
export function withParameters(services: readonly DetectedService[], variables: readonly Variable[], unmapped: Unmapped[]): DetectedService[] {
  const urls = variables.flatMap((variable) => {
    const url = readUrl(variable.value ?? variable.pattern ?? '');
    const service = url === undefined ? undefined : serviceOfUrl(url, services);
    return url === undefined || service === undefined || !definitionOf(service.type).detection.schemes.includes(url.scheme)
      ? []
      : [{ service, parameters: pairsOf(url.parameters).map(([name, value]): UrlParameter => ({ variable, name, value })) }];
  });
  return services.map((service) => {
    const own = urls.filter((url) => url.service === service).map(({ parameters }) => parameters);
    const takes = 'parameters' in definitionOf(service.type).settings('');
    const everywhere = (parameter: UrlParameter) =>
      own.every((others) => others.some(({ name, value }) => name === parameter.name && value === parameter.value));
    const fits = ({ name, value }: UrlParameter) =>
      takes && !managed.includes(name) && /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name) && /^[A-Za-z0-9._~:/@,+*%-]+$/.test(value) && !isSecret(name, value);
    const all = own.flat();
    const shared = all.filter((parameter) => fits(parameter) && (everywhere(parameter) || aboutTls.test(parameter.name)));
    for (const { variable, name, value } of all.filter((parameter) => !shared.includes(parameter)))
      unmapped.push({
        key: variable.name,
        source: variable.source,
        reason: `${name}=${value} is not in every URL of ${service.name}, or not allowed in the config, which has one URL for all`,
      });
    const [tls, plain] = [shared.filter(({ name }) => aboutTls.test(name)), shared.filter(({ name }) => !aboutTls.test(name))];
    const withoutTls = tls.filter(({ value }) => /^(?:disabled?|false|0|no|allow|prefer)$/i.test(value));
    return {
      ...service,
      ...field('parameters', plain),
      ...field('parametersInside', withoutTls),
      ...field(
        'parametersElsewhere',
        tls.filter((parameter) => !withoutTls.includes(parameter)),
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

function field<Name extends string>(name: Name, parameters: readonly UrlParameter[]): { [Key in Name]?: Record<string, string> } {
  if (parameters.length === 0) return {};
  return { [name]: Object.fromEntries(parameters.map((each) => [each.name, each.value])) } as { [Key in Name]?: Record<string, string> };
}
