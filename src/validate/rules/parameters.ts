import { isSecret } from '../../config/secret-text.ts';
import type { AuxiliaryService } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import { plainTextSecret } from './components.ts';
import type { Finding, Rule } from './rule.ts';
import { configTargets, providers } from './targets.ts';

type Parameters = Readonly<Record<string, string>>;

const parametersIn = (value: object): Parameters => ('parameters' in value ? ((value.parameters as Parameters | undefined) ?? {}) : {});

/** Parameters that the chart sets itself in the URL of MongoDB. */
const mongodbParameters = ['authSource', 'tls', 'ssl'];

export const parametersUnused: Rule = {
  code: 'PARAMETERS_UNUSED',
  explanation: {
    meaning: '`parameters` of a URL have no effect: the Secret contains the whole URL, or the chart sets them itself.',
    remedy: 'Write them into the URL in the Secret, or remove them.',
  },
  check: (config) => {
    const services = Object.entries<AuxiliaryService>(config.auxiliaryServices ?? {});
    const places: [AuxiliaryService['type'] | undefined, Path, Parameters][] = [
      ...services.map(([name, service]): (typeof places)[number] => [service.type, ['auxiliaryServices', name], parametersIn(service)]),
      ...configTargets(config).flatMap((target) =>
        providers(target).map(({ name, value, path }): (typeof places)[number] => [config.auxiliaryServices?.[name]?.type, path, parametersIn(value)]),
      ),
    ];
    const setByChart = places.flatMap(([type, path, parameters]) =>
      Object.keys(parameters).flatMap((name): Finding[] => {
        const at = [...path, 'parameters', name];
        if (type !== 'mongodb' || !mongodbParameters.includes(name)) return [];
        return [
          {
            at,
            onName: true,
            message: `${printPath(at)} is already set by the chart`,
            hint: 'Remove it. To use another value, put the whole URL into the Secret: keys: { url }.',
          },
        ];
      }),
    );
    const ignored = configTargets(config).flatMap((target) =>
      providers(target).flatMap(({ name, value, path }): Finding[] => {
        const service: AuxiliaryService | undefined = config.auxiliaryServices?.[name];
        const names = Object.keys({ ...parametersIn(service ?? {}), ...parametersIn(value) });
        const keys = 'secret' in value ? value.secret?.keys : undefined;
        if (names.length === 0 || keys === undefined || !('url' in keys) || keys.url === undefined) return [];
        const at = [...path, 'secret', 'keys', 'url'];
        return [
          {
            at,
            onName: true,
            message: `${printPath(at)} is the whole URL, so the parameters of '${name}' have no effect: ${names.join(', ')}`,
            hint: 'Write them into the URL in the Secret, or let the chart compose the URL: keys: { username, password }.',
          },
        ];
      }),
    );
    return [...setByChart, ...ignored];
  },
};

export const secretInParameter: Rule = {
  code: 'PLAIN_TEXT_SECRET',
  explanation: plainTextSecret.explanation,
  check: (config) => {
    const services = Object.entries<AuxiliaryService>(config.auxiliaryServices ?? {});
    const places: [Path, Parameters][] = [
      ...services.map(([name, service]): [Path, Parameters] => [['auxiliaryServices', name], parametersIn(service)]),
      ...configTargets(config).flatMap((target) => providers(target).map(({ value, path }): [Path, Parameters] => [path, parametersIn(value)])),
    ];
    return places.flatMap(([path, parameters]) =>
      Object.entries(parameters).flatMap(([name, value]): Finding[] => {
        const at = [...path, 'parameters', name];
        return isSecret(name, value)
          ? [{ at, message: `${printPath(at)} looks like a secret in plain text`, hint: 'Keep the whole URL in a Secret: secret: { keys: { url } }.' }]
          : [];
      }),
    );
  },
};
