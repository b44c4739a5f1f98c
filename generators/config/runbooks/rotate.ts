import { definitionOf } from '../../../src/auxiliary-services/index.ts';
import type { EmbeddedOf, PasswordChange } from '../../../src/auxiliary-services/service.ts';
import { vaultEntries } from '../../../src/derived/references.ts';
import type { Environment, Model, ProvidedService, ServiceType, Target } from '../../../src/model/model.ts';
import { configRepositoryName, githubApps, registryToken } from '../../../src/model/names.ts';
import { ownVolumes } from '../../../src/model/queries.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { argocdContexts, targetData } from './runbook-data.ts';
import { type NeededSecret, neededSecrets, promptFor, type SecretSource, vaultSecrets } from './secrets.ts';
import { appSlugs, dispatches } from './set-up-github.ts';

const issuedValueNote = 'If a service or provider issues the value, create the new one there first.';

/** One section of the runbook: a heading, a text and shell. */
interface Rotation {
  title: string;
  text: string;
  commands: string;
}

/** Additional data for rotate-a-secret.md. */
export function rotateData(model: Model) {
  const { app, config } = model.repositories;
  const slugs = appSlugs(model);
  const keys = [
    ...(dispatches(model)
      ? [{ slug: slugs.dispatch, secret: githubApps.dispatch.privateKeySecret, repository: app.slug, environment: githubApps.dispatch.environment }]
      : []),
    { slug: slugs.cd, secret: githubApps.cd.privateKeySecret, repository: config.slug, environment: githubApps.cd.environment },
  ];
  return {
    rotations: model.environments.flatMap((environment) => environmentRotations(model, environment)),
    appKeys: keys.map((key) => ({ ...key, owner: config.owner })),
    ...registryTokenData(model),
    readApp: slugs.read,
    configOwner: config.owner,
    configName: configRepositoryName(model),
    argocdContexts: argocdContexts(model).join(' '),
  };
}

/** The token that CI pushes with; `registryToken` is false if it is not stored as a secret. */
function registryTokenData({ registry, repositories }: Model) {
  const { environment, title } = accessTo(registry);
  return {
    registryToken: environment !== null,
    registryTitle: title,
    registryEnvironment: environment ?? '',
    registrySecret: registryToken.secret,
    appSlug: repositories.app.slug,
  };
}

function environmentRotations(model: Model, environment: Environment): Rotation[] {
  const perTarget = environment.targets.flatMap((target) => [
    ...neededSecrets(model, target).map((secret) => kubernetesRotation(model, target, secret)),
    ...target.auxiliaryServices.filter(({ provider }) => provider === 'operator').map((service) => operatorRotation(model, target, service)),
  ]);
  return [...vaultRotations(model, environment), ...perTarget];
}

function kubernetesRotation(model: Model, target: Target, secret: NeededSecret): Rotation {
  const { context, namespace, environment, cluster } = targetData(model, target);
  const { credential, tokens } = accessTo(model.registry);
  const kubectl = `kubectl --context ${context} --namespace ${namespace}`;
  const title = `${environment} on ${cluster}: \`${secret.name}\``;
  const create = (type: string, ...options: string[]) =>
    [
      [`${kubectl} create secret ${type} ${secret.name}`, ...options, '--dry-run=client --output yaml |'].join(' \\\n  '),
      `${kubectl} apply --server-side --force-conflicts --filename -`,
    ].join('\n  ');
  const fromFiles = (keys: NeededSecret['keys']) => create('generic', ...keys.map(({ key }) => `--from-file=${key}="$new/${key}"`));
  if (secret.type === 'kubernetes.io/tls')
    return {
      title,
      text: `${sentence(secret.purpose)} If cert-manager issues the certificate, it also renews it. Otherwise save the new one as \`$new/tls.crt\` and its key as \`$new/tls.key\` first.`,
      commands: create('tls', '--cert="$new/tls.crt" --key="$new/tls.key"'),
    };
  if (secret.type === 'kubernetes.io/dockerconfigjson')
    return {
      title,
      text: `${sentence(secret.purpose)} Create a new token first. Running pods are not affected; the next pull uses it.`,
      commands: [
        `read -r -p '${credential.user}: ' user`,
        `read -r -s -p 'new ${credential.token}: ' token && echo`,
        `user=$user token=$token jq --null-input \\\n  '{auths: {"${credential.server}": {auth: (env.user + ":" + env.token | @base64)}}}' >"$new/pull.json"`,
        create('generic', '--type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson="$new/pull.json"'),
      ].join('\n'),
    };
  const rotated = secret.keys.filter(({ source }) => source.by !== 'literal');
  if (tokens !== null && rotated.some(({ source }) => source.by === 'command'))
    return {
      title,
      text: `${sentence(secret.purpose)} ${tokens.rotation.text}`,
      commands: [
        ...tokens.rotation.before(model),
        ...rotated.map(({ key, source }) => newValue(key, source, secret.name)),
        fromFiles(rotated),
        `${kubectl} annotate externalsecrets --all --overwrite force-sync="$(date +%s)"`,
        `${kubectl} wait --for=condition=Ready externalsecrets --all --timeout=60s && {`,
        ...tokens.rotation.after(model).map((command) => `  ${command}`),
        '}',
      ].join('\n'),
    };
  const service = embeddedServiceOf(target, secret.name);
  return {
    title,
    text: `${sentence(secret.purpose)} ${service === undefined ? issuedValueNote : 'Existing connections stay open; new ones fail between the change and the restart.'}`,
    commands: [
      ...rotated.map(({ key, source }) => newValue(key, source, secret.name)),
      ...changePassword(model, target, service),
      fromFiles(rotated),
      ...restartService(model, target, service),
      ...restartPods(model, target),
    ].join('\n'),
  };
}

type EmbeddedService = EmbeddedOf<ServiceType>;

/** The embedded service whose password a Secret holds. */
function embeddedServiceOf(target: Target, secret: string): EmbeddedService | undefined {
  return target.auxiliaryServices.find((service): service is EmbeddedService => service.provider === 'embedded' && service.secret?.name === secret);
}

function passwordChangeOf(service: EmbeddedService): PasswordChange | undefined {
  return definitionOf(service.type).embedded?.changePassword?.(service, `"$new/${service.secret?.keys.password ?? 'password'}"`);
}

/** Shell that changes the password inside a service that stores it itself. */
function changePassword(model: Model, target: Target, service: EmbeddedService | undefined): string[] {
  const change = service === undefined ? undefined : passwordChangeOf(service);
  if (service === undefined || change === undefined) return [];
  const { context, namespace } = targetData(model, target);
  return [
    `${change.print} |`,
    `  kubectl --context ${context} --namespace ${namespace} exec --stdin ${model.app.name}-${service.name}-0 -- \\\n    ${change.program}`,
  ];
}

/** Restart of a service that reads the password at its start, or whose pod must know it for the next change. */
function restartService(model: Model, target: Target, service: EmbeddedService | undefined): string[] {
  if (service === undefined || passwordChangeOf(service)?.restart === false) return [];
  return [restart(model, target, 'StatefulSet', `${model.app.name}-${service.name}`)];
}

function operatorRotation(model: Model, target: Target, service: ProvidedService): Rotation {
  const { context, namespace, environment, cluster } = targetData(model, target);
  const secret = `${model.app.name}-${service.name}-app`;
  const kubectl = `kubectl --context ${context} --namespace ${namespace}`;
  return {
    title: `${environment} on ${cluster}: \`${secret}\``,
    text: 'CloudNativePG manages this Secret. After you delete it, the operator recreates it with a new password, and sets that in the database too.',
    commands: [`${kubectl} delete secret ${secret}`, `${kubectl} wait --for=create secret/${secret} --timeout=120s`, ...restartPods(model, target)].join('\n'),
  };
}

function vaultRotations(model: Model, environment: Environment): Rotation[] {
  return vaultSecrets(environment).map((secret) => {
    const rotated = secret.keys.filter(({ source }) => source.by !== 'literal');
    const users = environment.targets.filter((target) => vaultEntries({ ...environment, targets: [target] }).some((entry) => entry.secret === secret.name));
    return {
      title: `${environment.name}: \`${secret.name}\` in Vault`,
      text: `${sentence(secret.purpose)} ${issuedValueNote}`,
      commands: [
        ...rotated.map(({ key, source }) => newValue(key, source, secret.name)),
        ...users.flatMap((target) => changePassword(model, target, embeddedServiceOf(target, secret.name))),
        [`vault kv patch -mount=secret ${secret.path}`, ...rotated.map(({ key }) => `${key}=@"$new/${key}"`)].join(' \\\n  '),
        ...users.flatMap((target) => {
          const { context, namespace } = targetData(model, target);
          const kubectl = `kubectl --context ${context} --namespace ${namespace}`;
          return [
            `${kubectl} annotate externalsecrets --all --overwrite force-sync="$(date +%s)"`,
            `${kubectl} wait --for=condition=Ready externalsecrets --all --timeout=60s`,
            ...restartService(model, target, embeddedServiceOf(target, secret.name)),
            ...restartPods(model, target),
          ];
        }),
      ].join('\n'),
    };
  });
}

/** Shell that writes a new value to a file. */
function newValue(key: string, source: SecretSource, secret: string): string {
  switch (source.by) {
    case 'generated':
      return `openssl rand -hex 24 | tr -d '\\n' >"$new/${key}"`;
    case 'literal':
    case 'prompt':
      return promptFor(`new ${key} of ${secret}`, `$new/${key}`, source.by === 'prompt' && source.inUrl);
    case 'command':
      return `${source.command.replace('$keys/', '$new/')} >"$new/${key}"`;
  }
}

/** Restarts of the app's pods: they read Secrets only when they start. */
function restartPods(model: Model, target: Target): string[] {
  const { argocd, application, timeout } = targetData(model, target);
  const stateful = target.components.filter((component) => ownVolumes(component).length > 0);
  return [
    ...(stateful.length < target.components.length ? [`${argocd} app actions run ${application} restart --kind Deployment --all`] : []),
    ...stateful.map(({ name }) => restart(model, target, 'StatefulSet', `${model.app.name}-${name}`)),
    `${argocd} app wait ${application} --health --timeout ${timeout}`,
  ];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function restart(model: Model, target: Target, kind: string, name: string): string {
  const { argocd, application } = targetData(model, target);
  return `${argocd} app actions run ${application} restart --kind ${kind} --resource-name ${name}`;
}
