import type { Model, Target } from '../../../src/model/model.ts';
import { secretStoreRef, vaultRole } from '../../../src/model/names.ts';
import { clusterOf } from '../../../src/model/queries.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { listed, tidyMarkdown } from '../../../src/render/markdown.ts';
import { renderTemplate } from '../../../src/render/template.ts';
import { targetData } from './runbook-data.ts';
import { type NeededSecret, neededSecrets, promptFor, vaultSecrets } from './secrets.ts';

/** Data of the step that creates every secret. */
export function secretData(model: Model) {
  const targets = model.environments.flatMap((environment) => environment.targets).map((target) => targetSecrets(model, target));
  return {
    ...vaultStores(model),
    vaultEnvironments: model.environments.flatMap((environment) => {
      const secrets = vaultSecrets(environment);
      if (environment.secrets.store !== 'vault' || secrets.length === 0) return [];
      const { path } = environment.secrets;
      return [
        {
          environment: environment.name,
          path,
          policy: vaultRole(model, environment),
          paths: listed(secrets.map((secret) => `\`secret/${secret.path}\``)),
          entries: secrets.map((secret) => shell(secret.purpose, secret.keys, `${environment.name}.${secret.name}`, vaultPut(secret.path))),
        },
      ];
    }),
    targets: targets.filter(({ entries }) => entries.length > 0),
    pullPart: pullPart(model),
  };
}

/** Whether a person has to create any secret. */
export function needsSecrets(model: Model): boolean {
  return model.environments.some(
    (environment) => vaultSecrets(environment).length > 0 || environment.targets.some((target) => neededSecrets(model, target).length > 0),
  );
}

/** The SecretStore of each environment on each of its clusters, and the ClusterSecretStores of the platform that it uses instead. */
function vaultStores(model: Model) {
  const stores = model.environments.flatMap((environment) => {
    const { secrets } = environment;
    if (secrets.store !== 'vault' || vaultSecrets(environment).length === 0) return [];
    return environment.targets.map((target) => ({
      ...targetData(model, target),
      role: vaultRole(model, environment),
      path: secrets.path,
      store: secretStoreRef(secrets).name,
      isOwn: secrets.clusterSecretStore === null,
    }));
  });
  return { ownStores: stores.filter(({ isOwn }) => isOwn), platformStores: stores.filter(({ isOwn }) => !isOwn) };
}

function targetSecrets(model: Model, target: Target) {
  const { context, namespace, environment, cluster } = targetData(model, target);
  const secrets = neededSecrets(model, target);
  return {
    environment,
    cluster: clusterOf(model, target).name,
    context,
    namespace,
    several: secrets.length > 1,
    names: listed(secrets.map(({ name }) => `\`${name}\``)),
    entries: secrets.map((secret) =>
      entry(model, secret, `${environment}.${cluster}.${secret.name}`, `kubectl --context ${context} --namespace ${namespace} create secret`),
    ),
  };
}

function entry(model: Model, { name, purpose, type, keys }: NeededSecret, file: string, create: string): string {
  const { credential } = accessTo(model.registry);
  switch (type) {
    case 'Opaque':
      return shell(purpose, keys, file, {
        command: `${create} generic ${name}`,
        literal: (key, value) => `--from-literal=${key}=${value}`,
        file: (key, path) => `--from-file=${key}="${path}"`,
      });
    case 'kubernetes.io/tls':
      return [
        `# ${purpose}: save it as $keys/${name}.crt and $keys/${name}.key first, or let cert-manager create the Secret`,
        `${create} tls ${name} --cert="$keys/${name}.crt" --key="$keys/${name}.key"`,
      ].join('\n');
    case 'kubernetes.io/dockerconfigjson':
      return [
        `# ${purpose}`,
        `read -r -p '${credential.user}: ' user`,
        `read -r -s -p '${credential.token}: ' token && echo`,
        `user=$user token=$token jq --null-input \\\n  '{auths: {"${credential.server}": {auth: (env.user + ":" + env.token | @base64)}}}' >"$keys/${file}.json"`,
        `${create} generic ${name} \\\n  --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson="$keys/${file}.json"`,
      ].join('\n');
  }
}

/** How a command takes a value: as a literal, or from a file. */
interface Writer {
  command: string;
  literal: (key: string, value: string) => string;
  file: (key: string, path: string) => string;
}

function vaultPut(path: string): Writer {
  return { command: `vault kv put -mount=secret -cas=0 ${path}`, literal: (key, value) => `${key}=${value}`, file: (key, path) => `${key}=@"${path}"` };
}

/** Shell that writes each value to a file and passes the files, so that no secret appears in the process list. */
function shell(purpose: string, keys: NeededSecret['keys'], file: string, { command, literal, file: fromFile }: Writer): string {
  const path = (key: string) => `$keys/${file}.${key}`;
  const values = keys.flatMap(({ key, source }) => {
    if (source.by === 'generated') return [`openssl rand -hex 24 | tr -d '\\n' >"${path(key)}"`];
    if (source.by === 'prompt') return [promptFor(source.prompt, path(key), source.inUrl)];
    if (source.by === 'command') return [`${source.command} >"${path(key)}"`];
    return [];
  });
  const options = keys.map(({ key, source }) => (source.by === 'literal' ? literal(key, source.value) : fromFile(key, path(key))));
  return [`# ${purpose}`, ...values, [command, ...options].join(' \\\n  ')].join('\n');
}

/** The section that creates the credential which External Secrets exchanges for tokens; empty if no cluster needs it. */
function pullPart(model: Model): string {
  const { tokens } = accessTo(model.registry);
  if (tokens === null || !model.clusters.some(({ imagePull }) => imagePull.by === 'external-secrets')) return '';
  const { template, data } = tokens.setUp;
  return tidyMarkdown(renderTemplate(`docs/runbooks/set-up/${template}.md`, { ...data(model), lifetime: tokens.lifetime })).trimEnd();
}
