import { definitionOf } from '../auxiliary-services/index.ts';
import { defaultSecretKeys, providersOf } from '../auxiliary-services/service.ts';
import type { AddFlag } from '../command-line/add-options.ts';
import { unsetMarker } from '../config/unset.ts';
import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type { Provider, ServiceType } from '../model/model.ts';
import type { Problem } from '../problems/errors.ts';
import type { Path } from '../problems/path.ts';
import { type Addition, field } from './additions.ts';
import { type KeyNames, keyProblems, type OptionValues, pairOf, type Question, splitList, usageProblem, valueFor } from './answers.ts';

/** A service in an environment; its key identifies it on the command line. */
export interface ProviderTarget {
  key: string;
  service: string;
  environment: string;
  type: ServiceType;
  /** true: promotions to the environment need approval, so embedded is not the default. */
  approved: boolean;
}

const descriptions: Record<Provider, string> = {
  embedded: 'runs in the chart, without backups',
  operator: 'runs in the cluster, managed by an operator',
  external: 'already runs elsewhere',
};

const providerFlags = ['provider', 'provider-host', 'provider-port', 'provider-secret', 'provider-bucket'] as const;

/** The provider of a key; optional if the type has only one. */
function providerOf(values: OptionValues, { key, type }: ProviderTarget): string | undefined {
  const [only, second] = providersOf(definitionOf(type));
  return valueFor(values, 'provider', key) ?? (second === undefined ? only : undefined);
}

export function providerQuestions(values: OptionValues, targets: readonly ProviderTarget[], config: PipelineConfig): Question[] {
  return targets.flatMap((target): Question[] => {
    const { key, service, environment, type, approved } = target;
    const provider = providerOf(values, target);
    const where = `'${service}' in '${environment}'`;
    if (provider === undefined) {
      const known = providersOf(definitionOf(type));
      const choices = known.map((value) => ({ value, description: descriptions[value] }));
      const value = approved ? (known.find((each) => each !== 'embedded') ?? '') : 'embedded';
      return [{ flag: 'provider', key, message: `Provider of ${where}`, fallback: { value, source: 'default' }, choices }];
    }
    if (provider !== 'external') return [];
    const needs = (flag: AddFlag, message: string, value: string): Question[] =>
      valueFor(values, flag, key) === undefined ? [{ flag, key, message: `${message} of ${where}`, fallback: { value, source: 'to fill in' } }] : [];
    const { fields, port, secret } = definitionOf(type).external;
    return [
      ...needs('provider-host', 'Host', `${service}.${environment}.${unsetMarker}`),
      ...(port === undefined ? needs('provider-port', 'Port', '443') : []),
      ...('bucket' in fields ? needs('provider-bucket', 'Bucket', unsetMarker) : []),
      ...(secret === 'required' ? needs('provider-secret', 'Secret with the credentials', `${config.app.name}-${service}`) : []),
    ];
  });
}

/** true: an option has the key of this service. */
export function isNamed(values: OptionValues, { key }: ProviderTarget): boolean {
  return [...providerFlags, 'accept-data-loss' as const].some((flag) => (values.get(flag) ?? []).some((text) => (pairOf(text).key ?? text) === key));
}

/** Unknown keys, and options that the provider of a key does not support. */
export function providerProblems(values: OptionValues, targets: readonly ProviderTarget[], keys: KeyNames): Problem[] {
  const named: Problem[] = [
    ...providerFlags.flatMap((flag) => keyProblems(values, flag, keys)),
    // Consent to data loss names each service.
    ...keyProblems(
      new Map([['accept-data-loss', (values.get('accept-data-loss') ?? []).flatMap(splitList).map((key) => `${key}=accepted`)]]),
      'accept-data-loss',
      keys,
    ),
  ];
  const unused = targets.flatMap((target): Problem[] => {
    const provider = providerOf(values, target);
    const { credentials, external } = definitionOf(target.type);
    const port = valueFor(values, 'provider-port', target.key);
    const own = (flag: AddFlag) => (values.get(flag) ?? []).some((text) => pairOf(text).key === target.key);
    const only = (flag: AddFlag, fits: boolean, what: string): Problem[] =>
      own(flag) && provider !== undefined && !fits
        ? [usageProblem(`--${flag} ${target.key}=… is for ${what}, but the provider of '${target.key}' is ${provider}`)]
        : [];
    return [
      ...only('provider-host', provider === 'external', 'an external provider'),
      ...only('provider-port', provider === 'external', 'an external provider'),
      ...(port === undefined || /^\d+$/.test(port) ? [] : [usageProblem(`--provider-port must be a number, not ${port}`)]),
      ...only('provider-secret', provider !== 'operator', 'an external or embedded provider'),
      ...(own('provider-secret') && credentials.length === 0 ? [usageProblem(`--provider-secret ${target.key}=…: ${target.type} has no credentials`)] : []),
      ...only('provider-bucket', 'bucket' in external.fields, 'an object store'),
    ];
  });
  return [...named, ...unused];
}

export function providerAdditions(values: OptionValues, target: ProviderTarget): Addition[] {
  const { key, service, environment, type } = target;
  const definition = definitionOf(type);
  const at: Path = ['environments', environment, 'auxiliaryServices', service];
  const provider = providerOf(values, target);
  const external = provider === 'external';
  const port = external ? valueFor(values, 'provider-port', key) : undefined;
  const secret = provider === 'operator' || definition.credentials.length === 0 ? undefined : valueFor(values, 'provider-secret', key);
  const accepted = (values.get('accept-data-loss') ?? []).flatMap(splitList).includes(key);
  return [
    ...field([...at, 'provider'], 'provider', provider),
    ...field([...at, 'host'], 'provider-host', external ? valueFor(values, 'provider-host', key) : undefined),
    ...field([...at, 'port'], 'provider-port', port === undefined ? undefined : Number(port)),
    ...field([...at, 'bucket'], 'provider-bucket', 'bucket' in definition.external.fields ? valueFor(values, 'provider-bucket', key) : undefined),
    ...field([...at, 'secret'], 'provider-secret', secret === undefined ? undefined : { name: secret, keys: defaultSecretKeys(definition) }),
    ...field([...at, 'dataLoss'], 'accept-data-loss', accepted ? 'accepted' : undefined),
  ];
}
