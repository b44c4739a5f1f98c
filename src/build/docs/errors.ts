import type { Cause } from '../../diff/change.ts';
import { type ErrorCode, exitCodes } from '../../problems/errors.ts';
import { causeLabels } from '../../reporters/shared/causes.ts';

/** What each code means and what to do, beyond what its message says with the values at hand. */
const errorMeanings: Record<ErrorCode, readonly [meaning: string, remedy: string]> = {
  CONFIG_NOT_FOUND: [
    'There is no config in the folder, and no model of a config repository.',
    'Go to the app repository, name the file with `--config`, or run `create`.',
  ],
  CONFIG_SYNTAX: ['The config, or a file that it imports, is no TypeScript.', 'Mend the line; an editor marks it.'],
  CONFIG_IMPORT: ['The config imports a file or a package that does not exist.', 'Mend the path, or write the value into the config.'],
  CONFIG_IMPORT_FOREIGN: [
    'The config imports a package, or a file outside of its repository: it works on this machine, and fails where the repository is checked out alone and no package is installed, as in CI. A warning.',
    'Put what the config needs into a file of the repository.',
  ],
  CONFIG_TOP_LEVEL_AWAIT: ['The config waits for something while it loads. It must be the same at every run.', 'Write the value into the file.'],
  CONFIG_THREW: ['The config ended with an error of its own.', 'The message and the place are those of the error.'],
  CONFIG_NO_DEFAULT_EXPORT: ['The file exports nothing by default.', '`export default definePipeline({ … })`.'],
  CONFIG_NOT_AN_OBJECT: ['The default export is no object.', '`export default definePipeline({ … })`.'],
  CONFIG_NOT_DEFINED: ['The object did not go through `definePipeline`, so the editor could not check it.', '`export default definePipeline({ … })`.'],
  CONFIG_NOT_REPEATABLE: [
    'The config says something else at every run: a value in it comes from the clock, from chance or from something else that does not stay. Nothing generated from it would ever be up to date.',
    'Write the value into the config, or into a file that it reads.',
  ],
  CONFIG_READS_ENVIRONMENT: [
    'The config has changed, and it reads environment variables: one that is set otherwise here, or is not set, makes another config of it. A warning.',
    'Set the same value wherever a command runs, or write it into the config.',
  ],
  CONFIG_NOT_EDITABLE: [
    '`add` writes into objects that stand in `pipeline.config.ts` itself, and this one is a spread, the result of a function, of another file, or otherwise computed.',
    'Add the lines of the message by hand, and run `generate`.',
  ],
  CONFIG_TYPE: [
    'The config with what `add` would write is not of the types in `.gitops-app/config.d.ts`, or of a type of your own.',
    'Mend the type, or add the lines of the message by hand.',
  ],
  UNKNOWN_FIELD: ['A field that the schema does not have, most often a slip of the pen.', 'Take the name that is proposed, or look it up in config.md.'],
  MISSING_FIELD: ['A field that has no default is not given.', 'Add it; the message has an example.'],
  WRONG_TYPE: ['A value of another type than the field takes.', 'Write the type that the message names.'],
  WRONG_VALUE: [
    'A value that the field does not take: an unknown word, a number out of range, a text of another form.',
    'Take one of the values in the message.',
  ],
  INVALID_NAME: [
    'A name that Kubernetes, GitHub or Argo CD would refuse.',
    'Lower-case letters, digits and dashes; the message says more where there is more.',
  ],
  DUPLICATE_ITEM: ['One item stands twice in a list.', 'Remove one.'],
  SERVICE_PROVIDER_TYPE: ['The provider is not one of this type of service.', 'Take one of those in the message.'],
  UNKNOWN_APP: ['`--app` names an app that the config repository does not have, or that the config is not of.', 'Take one of those that the message names.'],
  UNKNOWN_CLUSTER: ['A cluster that `clusters` does not have.', 'Mend the name, or add the cluster.'],
  UNKNOWN_COMPONENT: ['A component that `components` does not have.', 'Mend the name, or add the component.'],
  UNKNOWN_CRON_JOB: ['A cron job that `jobs` does not have.', 'Mend the name, or add the cron job.'],
  UNKNOWN_ENVIRONMENT: ['An environment that `environments` does not have.', 'Mend the name, or add the environment.'],
  UNKNOWN_IMAGE: ['An image that `images` does not have.', 'Mend the name, or add the image.'],
  UNKNOWN_JOB: ['A job that `jobs` does not have.', 'Mend the name, or add the job.'],
  UNKNOWN_OUTPUT: ['A service has no such output: `from: "db.hots"`.', 'Take one of the outputs in the message.'],
  UNKNOWN_PORT: ['A component has no port of that name.', 'Mend the name, or add the port.'],
  UNKNOWN_ROUTE: ['A route that `routes` does not have.', 'Mend the name, or add the route.'],
  UNKNOWN_SERVICE: ['A service that `auxiliaryServices` does not have.', 'Mend the name, or add the service.'],
  CLUSTER_NOT_IN_ENVIRONMENT: [
    'An environment overrides something on a cluster that it does not use.',
    'Add the cluster to the environment, or remove the override.',
  ],
  IMAGE_AMBIGUOUS: ['There are several images, and a component does not say which one it runs.', 'Add `image` to the component.'],
  NAME_TOO_LONG: [
    'A name that is made of several would be longer than its reader takes; a Helm release has at most 53 characters.',
    'Shorten one of the names that it is made of.',
  ],
  NAME_DUPLICATE: ['Two names would make the same object, or differ by case alone.', 'Rename one.'],
  NAME_RESERVED: ['A name that something else has already.', 'Choose another.'],
  ARGOCD_CLUSTER_UNUSED: ['`argocd.cluster` has no meaning without a hub.', 'Remove it, or set `topology: "hub"`.'],
  CUSTOM_WITHOUT_COMMANDS: ['With language `custom` CI knows no command, and would test nothing.', 'Give `ci.commands`, or `ci: { jobs: "build-only" }`.'],
  PACKAGE_MANAGER_LANGUAGE: ['`ci.packageManager` belongs to another language than `app.language`.', 'Remove it, or name one of the language.'],
  REPOSITORY_SAME: ['Both repositories are one. CD must be able to write where CI must not.', 'Give the config repository a name of its own.'],
  REPOSITORY_PATH: [
    'The path of a repository is absolute, or the config repository would lie in the app repository: one would be part of the other.',
    'A path relative to the config, most often `../<name>`.',
  ],
  TEAM_ELSEWHERE: [
    'A team reviews in repositories of its own organization alone. GitHub passes over the line of CODEOWNERS that names another, and anybody’s review is enough. A warning.',
    'Name a team of the organization that has the repository, or people.',
  ],
  APP_RENAMED: [
    'Another app of the config repository comes from the same app repository: the app under the name that it had before. It goes on running.',
    'Delete its Applications and its files when it is not needed any more; the message names them.',
  ],
  CLUSTER_CONFLICT: [
    'Another app of the config repository says otherwise of what they share: a cluster, Argo CD, the owners or the branch of the repository. A warning for the app that is the first to change it.',
    'Agree on one description; a shared TypeScript module can hold it.',
  ],
  CLUSTER_ROUTING_AMBIGUOUS: ['A cluster has both a gateway and an ingress class, and a route is made once.', 'Keep one.'],
  CLUSTER_WITHOUT_ENVIRONMENT: ['No environment uses a cluster.', 'Use it or remove it.'],
  CLUSTER_WITHOUT_ROUTING: [
    'A route is served on a cluster that says neither gateway nor ingress class; it would attach to nothing.',
    'Add `gateway` or `ingressClassName` to the cluster.',
  ],
  ROUTE_WITHOUT_HOSTS: ['No environment gives a route a host. Nothing is rendered for it.', 'Give it hosts in an environment, or remove it.'],
  HOST_DUPLICATE: ['One host leads to two environments, or one path of it to two routes.', 'Give each its own host or path.'],
  IMAGE_PULL_NOT_RENEWED: [
    '`imagePull.externalSecrets` renews tokens of Amazon ECR, Google Artifact Registry and Azure; the registry is another.',
    'Use `imagePull: { secret }`.',
  ],
  NAMESPACE_SHARED: ['Two environments share a namespace on one cluster; one would overwrite the other.', 'Give each its own.'],
  REGISTRY_NOT_REACHABLE: ['The nodes of a cluster cannot pull from the registry by themselves.', 'Say how they pull: `imagePull`.'],
  SERVICE_NOT_REACHABLE: [
    'An on-premise cluster uses a managed service of a cloud, which by default only a private network of that cloud reaches.',
    'Say that the cluster reaches it, `links`, or override the service on this cluster.',
  ],
  APPROVAL_WITHOUT_GATE: ['The approval is the sync in Argo CD, but Argo CD syncs by itself.', '`sync: "manual"`, or another approval.'],
  DELIVERY_CONFLICT: ['`promoteFrom` or `approval` has no effect with `continuous-deployment`.', 'Remove it, or set `delivery: "continuous-delivery"`.'],
  DELIVERY_NEEDS_APPROVAL: ['Nobody approves a promotion. Approval is chosen, never assumed.', 'Add `approval`.'],
  DELIVERY_NEEDS_PROMOTION: ['An environment is delivered by promotion, and does not say from where.', 'Add `promoteFrom`.'],
  PROMOTION_CYCLE: ['Environments are promoted from each other; none is ever deployed first.', 'One of the chain has `delivery: "continuous-deployment"`.'],
  PROMOTION_IMAGES: ['An environment runs an image that its source does not run: there is no tag to promote.', 'Run the same images in the source.'],
  AUTOSCALING_RANGE: ['`maxReplicas` is less than `minReplicas`.', 'Turn them round.'],
  CRON_SCHEDULE: [
    'A schedule has a number that its field cannot have, or a time zone does not exist.',
    'Five fields: minute, hour, day of the month, month, day of the week.',
  ],
  MOUNT_DUPLICATE: ['Two mounts on one path, which Kubernetes refuses.', 'Remove one.'],
  NOTHING_RUNS: ['There is neither a component nor a cron job.', 'Add one.'],
  PASSWORD_LITERAL: ['A variable or a file holds a secret in plain text.', 'Change the secret where it was issued, and read it by `secretKeyRef`.'],
  POD_SECURITY: [
    'A process may do what the pod security standard restricted refuses; its namespace gets baseline. A warning.',
    'Remove the relaxation where the image can do without it.',
  ],
  PORT_DUPLICATE: ['Two ports of a component have one number.', 'Give each its own.'],
  PORT_EXPOSED: ['A port is exposed and its Service is not, or the other way round.', 'Give both `service.type` and `exposed: true` on a port.'],
  PORT_PROTOCOL: ['A UDP port where TCP is needed.', 'Name a TCP port.'],
  PROBE_HANDLER: ['A probe has no handler, or more than one.', 'Give exactly one of `httpGet`, `tcpSocket`, `exec`, `grpc`.'],
  REPLICAS_WITH_AUTOSCALING: ['Both `replicas` and `autoscaling` say how many pods there are.', 'Remove `replicas`.'],
  RESOURCES_RANGE: ['More is requested than the limit allows, which Kubernetes refuses.', 'Raise the limit, or request less.'],
  RUN_AS_ROOT: ['A container would run as user 0, and `runAsNonRoot` refuses it.', 'Another user, or `securityContext: { runAsNonRoot: false }`.'],
  STANDALONE_SCALED: ['A standalone app has one pod, and something asks for more.', 'Remove it, or set `mode: "multi-instance"`.'],
  VARIABLE_ORDER: ['A variable is composed of one that is set after it, which Kubernetes does not expand.', 'Write out what the other one is made of.'],
  VOLUME_CLAIM: [
    'A volume says nothing of its claim, or says it twice: `size` makes one, `existingClaim` names one, and without both another process describes the volume.',
    'Describe each volume once.',
  ],
  VOLUME_SHARED: [
    'A volume with one writer, and several pods.',
    '`mode: "standalone"` on the component, `accessModes: ["ReadWriteMany"]`, or keep the data in an auxiliary service.',
  ],
  EMBEDDED_DATA_LOSS: [
    'An embedded database or cache in an environment that needs approval: it has no backup and no failover.',
    'Another provider, or `dataLoss: "accepted"`.',
  ],
  EXTENSION_NOT_IN_IMAGE: [
    'A database that runs in the cluster cannot have an extension: its image does not.',
    'Use an external database that has the extension.',
  ],
  OUTPUT_WITHOUT_SECRET: [
    'A variable reads a user name, a password or an access key, and the provider of the service has no Secret that holds one.',
    'Add the Secret to the provider, or read `url` instead.',
  ],
  PARAMETERS_UNUSED: [
    'A URL has parameters that nothing adds to it, because the Secret holds it whole, or that the chart writes itself.',
    'Write them into the URL of the Secret, or remove them.',
  ],
  SECRET_CONFLICT: ['Two services give one Secret different keys.', 'Give each its own Secret.'],
  SERVICE_WITHOUT_PROVIDER: ['A variable reads a service that has no provider in an environment.', 'Add the provider to the environment.'],
  MANIFEST_DUPLICATE: [
    'Two extra manifests of one target are the same object; each sync would undo one of them.',
    'Give one another name, or the same key: then the later takes the place of the earlier.',
  ],
  MANIFEST_KIND: [
    'An extra manifest is a Secret, whose values would stand in Git, or an object of a whole cluster, which the AppProject of an app may not touch.',
    'Use an ExternalSecret; keep objects of a cluster where the cluster is described.',
  ],
  NOT_PLAIN_DATA: [
    'The config, most of all a manifest or the value of a patch, holds what JSON cannot say, such as a function, a date, a map or an object of a class; in a manifest also null, which Helm takes for a deletion.',
    'Write texts, numbers, true, false, lists and objects.',
  ],
  PATCH_NOT_APPLICABLE: [
    'A patch names a file that is not generated or may not be patched, or one of its operations finds nothing at its path any more: the generated file has changed since it was written.',
    'Look at the file as it is generated now, and change the patch or remove it.',
  ],
  PATCH_OPERATION: [
    'An operation lacks what its `op` needs, or has what it does not read: `value` belongs to add, replace and test, `from` to move and copy.',
    'Add or remove the field.',
  ],
  UNSET_VALUE: ['`create` could not know a value and marked it. CI and CD refuse to run while there is one.', 'Write the value into the config.'],
  MANIFEST_INVALID: ['What an earlier run wrote down was edited, or a merge left markers in it.', 'Restore it from Git.'],
  PATH_UNSAFE: [
    'A path of ours is a link or leads out of the repository, or a file stands where the folder of a repository should be. Nothing is written there.',
    'Put a folder or file in its place.',
  ],
  RUN_IN_PROGRESS: ['Another run writes to the same repository. Two at once would mix what they write.', 'Wait until it has ended.'],
  RUN_INTERRUPTED: [
    'A run was killed while it wrote. What it had written is undone by the next `generate`; until then nothing can be judged.',
    'Run `generate`.',
  ],
  WRITE_FAILED: ['The system refused to write. Nothing, or only what is named, was changed.', 'Free space or grant rights, and run it again.'],
  USAGE: ['The command line says something that no command takes.', '`--help` after a command shows what it takes.'],
};

/** What `check` calls a file, and what to do; it prints the command with the real names. */
const causeMeanings: Record<Exclude<Cause, 'none'>, readonly [meaning: string, remedy: string]> = {
  new: ['It was never written.', '`generate`.'],
  missing: ['It was written once and is gone. Where CD keeps values in it, they are gone too.', '`generate`; with values of CD restore it from Git.'],
  'config-changed': [
    'The config, or what it imports, has changed since; a shared file may be as another app’s config says.',
    '`generate`; where two configs disagree, say the same in both.',
  ],
  'generator-upgraded': ['Another version of the generator wrote it.', 'Check with that version, or upgrade by `generate`.'],
  edited: [
    'Somebody edited it. `generate` refuses to discard that, unless the manifest was edited to match.',
    'Change the config instead, or `generate --overwrite <path>`, or `eject <path>`.',
  ],
  orphaned: [
    'Nothing makes it any more.',
    '`generate` deletes it, or keeps it where somebody edited it or CD wrote into it; then delete it when you need it no longer.',
  ],
  foreign: ['It stood there before the first `generate`.', 'Nothing where it is kept; else `adopt <path>` or `eject <path>`.'],
  'newer-shared': ['Another app’s newer generator wrote this shared file.', 'Nothing. Use the newer version for this app too.'],
  merged: ['It is prose that you edited. What the generator changes in it is merged with your edits.', 'Nothing.'],
  conflict: [
    'You and the generator changed the same lines, or markers of a merge stand in the file.',
    'Decide between the markers; `generate --merge <path>` sets them, `--overwrite <path>` or `eject <path>` decides for one side.',
  ],
  ejected: [
    'You took it with `eject`: nothing is written into it. It is named where what would be written has changed since.',
    '`adopt <path>` gives it back.',
  ],
  seeded: ['It was written once and is yours.', 'Nothing.'],
  unreadable: ['The markers of a region, or a value that CD owns, are not where they were; nothing is guessed.', 'Restore the lines from Git.'],
};

function causeTable(): string {
  const rows = Object.entries(causeMeanings).map(([cause, [meaning, remedy]]) => `| ${causeLabels[cause as Cause]} | ${meaning} | ${remedy} |`);
  return ['| cause | meaning | what to do |', '| ----- | ------- | ---------- |', ...rows].join('\n');
}

const exitMeanings: Record<keyof typeof exitCodes, string> = {
  clean: 'all is well; nothing differs',
  error: 'an error; nothing was written',
  drift: 'files differ from what the config makes them',
  refused: 'a file was edited by hand, and replacing it was refused; nothing was written',
  disagree: 'the two repositories disagree; the message says which one is behind',
  interrupted: 'interrupted by Ctrl-C; nothing was written',
};

export function exitCodeTable(): string {
  const rows = Object.entries(exitCodes).map(([name, code]) => `| ${code} | ${exitMeanings[name as keyof typeof exitCodes]} |`);
  return ['| code | meaning |', '| ---- | ------- |', ...rows].join('\n');
}

/** docs/errors.md. */
export function errorsDocument(): string {
  const sections = Object.entries(errorMeanings).map(([code, [meaning, remedy]]) => `## ${code}\n\n${meaning}\n\n${remedy}\n`);
  return [
    '# Errors',
    '',
    'Every problem has a code, the place in the config where one is known, what is wrong, the value, and the remedy. All',
    'problems are printed at once, and nothing is written while there is one.',
    '',
    'The exit code of a command:',
    '',
    exitCodeTable(),
    '',
    'What `check` says of a file:',
    '',
    causeTable(),
    '',
    ...sections,
  ].join('\n');
}
