import { definitionOf } from '../../../src/auxiliary-services/index.ts';
import type { EmbeddedOf, PasswordChange } from '../../../src/auxiliary-services/service.ts';
import { vaultEntries } from '../../../src/derived/references.ts';
import { type Environment, type Model, ownVolumes, type ProvidedService, type ServiceType, type Target } from '../../../src/model/model.ts';
import { githubApps, registryToken } from '../../../src/model/names.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { argocdContexts, targetFacts } from './runbook-data.ts';
import { type NeededSecret, neededSecrets, type SecretSource, vaultSecrets } from './secrets.ts';
import { appSlugs, dispatches } from './set-up-github.ts';

/** One thing that is rotated: a heading, what to know, and shell. */
interface Rotation {
  title: string;
  text: string;
  commands: string;
}

/** What the runbook rotate-a-secret.md says beyond what every runbook may name. */
export function rotateFacts(model: Model) {
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
    ...registryTokenFacts(model),
    readApp: slugs.read,
    configOwner: config.owner,
    configName: config.name.toLowerCase().replace(/[^a-z0-9-]+/g, '-'),
    argocdContexts: argocdContexts(model).join(' '),
  };
}

/** The token that CI pushes with, where it is a secret. */
function registryTokenFacts({ registry, repositories }: Model) {
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
  const { context, namespace, environment, cluster } = targetFacts(model, target);
  const { credential, tokens } = accessTo(model.registry);
  const kubectl = `kubectl --context ${context} --namespace ${namespace}`;
  const title = `${environment} on ${cluster}: \`${secret.name}\``;
  const apply = `--dry-run=client --output yaml |\n  ${kubectl} apply --server-side --force-conflicts --filename -`;
  if (secret.type === 'kubernetes.io/tls')
    return {
      title,
      text: `Certificate of the ${secret.purpose}. Where cert-manager makes it, it also renews it. Otherwise put the new one into the folder first.`,
      commands: `${kubectl} create secret tls ${secret.name} --cert="$new/tls.crt" --key="$new/tls.key" ${apply}`,
    };
  if (secret.type === 'kubernetes.io/dockerconfigjson')
    return {
      title,
      text: 'Make a new token first. Running pods do not notice; the next pull uses it.',
      commands: [
        `read -r -p '${credential.user}: ' user`,
        `read -r -s -p 'new ${credential.token}: ' token && echo`,
        `user=$user token=$token jq --null-input '{auths: {"${credential.server}": {auth: (env.user + ":" + env.token | @base64)}}}' >"$new/pull.json"`,
        `${kubectl} create secret generic ${secret.name} --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson="$new/pull.json" ${apply}`,
      ].join('\n'),
    };
  const rotated = secret.keys.filter(({ source }) => source.by !== 'fixed');
  if (tokens !== null && rotated.some(({ source }) => source.by === 'printed'))
    return {
      title,
      text: `${sentence(secret.purpose)} ${tokens.rotation.text}`,
      commands: [
        ...tokens.rotation.before(model),
        ...rotated.map(({ key, source }) => newValue(key, source, secret.name)),
        `${kubectl} create secret generic ${secret.name} ${rotated.map(({ key }) => `--from-file=${key}="$new/${key}"`).join(' ')} ${apply}`,
        `${kubectl} annotate externalsecrets --all --overwrite force-sync="$(date +%s)"`,
        `${kubectl} wait --for=condition=Ready externalsecrets --all --timeout=60s && {`,
        ...tokens.rotation.after(model).map((command) => `  ${command}`),
        '}',
      ].join('\n'),
    };
  const service = embeddedWith(target, secret.name);
  return {
    title,
    text: `${sentence(secret.purpose)} ${service === undefined ? 'Set the new value where it is used first; keep the old one valid until the end.' : 'Running pods keep their connections; new ones fail between the change and the restart.'}`,
    commands: [
      ...rotated.map(({ key, source }) => newValue(key, source, secret.name)),
      ...changeInside(model, target, service),
      `${kubectl} create secret generic ${secret.name} ${rotated.map(({ key }) => `--from-file=${key}="$new/${key}"`).join(' ')} ${apply}`,
      ...restartOf(model, target, service),
      ...restarts(model, target),
    ].join('\n'),
  };
}

type EmbeddedService = EmbeddedOf<ServiceType>;

/** The service of the chart whose password a Secret holds. */
function embeddedWith(target: Target, secret: string): EmbeddedService | undefined {
  return target.auxiliaryServices.find((service): service is EmbeddedService => service.provider === 'embedded' && service.secret?.name === secret);
}

function changeOf(service: EmbeddedService): PasswordChange | undefined {
  return definitionOf(service.type).embedded?.changePassword?.(service, `"$new/${service.secret?.keys.password ?? 'password'}"`);
}

/** Where a service keeps the password itself. */
function changeInside(model: Model, target: Target, service: EmbeddedService | undefined): string[] {
  const change = service === undefined ? undefined : changeOf(service);
  if (service === undefined || change === undefined) return [];
  const { context, namespace } = targetFacts(model, target);
  return [`${change.print} |`, `  kubectl --context ${context} --namespace ${namespace} exec --stdin ${model.app.name}-${service.name}-0 -- ${change.program}`];
}

/** Where a service, or what will change its password the next time, reads the password when it starts. */
function restartOf(model: Model, target: Target, service: EmbeddedService | undefined): string[] {
  if (service === undefined || changeOf(service)?.restart === false) return [];
  return [restart(model, target, 'StatefulSet', `${model.app.name}-${service.name}`)];
}

function operatorRotation(model: Model, target: Target, service: ProvidedService): Rotation {
  const { context, namespace, environment, cluster } = targetFacts(model, target);
  const secret = `${model.app.name}-${service.name}-app`;
  const kubectl = `kubectl --context ${context} --namespace ${namespace}`;
  return {
    title: `${environment} on ${cluster}: \`${secret}\``,
    text: 'CloudNativePG makes this Secret. Deleted, it is made again with a new password, which the operator also sets in the database.',
    commands: [`${kubectl} delete secret ${secret}`, `${kubectl} wait --for=create secret/${secret} --timeout=120s`, ...restarts(model, target)].join('\n'),
  };
}

function vaultRotations(model: Model, environment: Environment): Rotation[] {
  return vaultSecrets(environment).map((secret) => {
    const rotated = secret.keys.filter(({ source }) => source.by !== 'fixed');
    const users = environment.targets.filter((target) => vaultEntries({ ...environment, targets: [target] }).some((each) => each.secret === secret.name));
    return {
      title: `${environment.name}: \`${secret.name}\` in Vault`,
      text: `${sentence(secret.purpose)} Set the new value where it is used first; keep the old one valid until the last cluster has the new one. Vault keeps the versions: \`vault kv rollback\` goes back.`,
      commands: [
        ...rotated.map(({ key, source }) => newValue(key, source, secret.name)),
        ...users.flatMap((target) => changeInside(model, target, embeddedWith(target, secret.name))),
        [`vault kv patch -mount=secret ${secret.path}`, ...rotated.map(({ key }) => `${key}=@"$new/${key}"`)].join(' \\\n  '),
        ...users.flatMap((target) => {
          const { context, namespace } = targetFacts(model, target);
          const kubectl = `kubectl --context ${context} --namespace ${namespace}`;
          return [
            `${kubectl} annotate externalsecrets --all --overwrite force-sync="$(date +%s)"`,
            `${kubectl} wait --for=condition=Ready externalsecrets --all --timeout=60s`,
            ...restartOf(model, target, embeddedWith(target, secret.name)),
            ...restarts(model, target),
          ];
        }),
      ].join('\n'),
    };
  });
}

/** Shell that gets a new value into a file. */
function newValue(key: string, source: SecretSource, secret: string): string {
  switch (source.by) {
    case 'generated':
      return `openssl rand -hex 24 | tr -d '\\n' >"$new/${key}"`;
    case 'fixed':
    case 'asked':
      return `read -r -s -p 'new ${key} of ${secret}: ' value && echo && printf %s "$value" >"$new/${key}"`;
    case 'printed':
      return `${source.command.replace('$keys/', '$new/')} >"$new/${key}"`;
  }
}

/** Pods read their Secrets when they start. */
function restarts(model: Model, target: Target): string[] {
  const { argocd, application } = targetFacts(model, target);
  const stateful = target.components.filter((component) => ownVolumes(component).length > 0);
  return [
    ...(stateful.length < target.components.length ? [`${argocd} app actions run ${application} restart --kind Deployment --all`] : []),
    ...stateful.map(({ name }) => restart(model, target, 'StatefulSet', `${model.app.name}-${name}`)),
    `${argocd} app wait ${application} --health --timeout 600`,
  ];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function restart(model: Model, target: Target, kind: string, name: string): string {
  const { argocd, application } = targetFacts(model, target);
  return `${argocd} app actions run ${application} restart --kind ${kind} --resource-name ${name}`;
}
