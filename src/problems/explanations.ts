import type { ErrorCode, Explanation, RuleCode } from './errors.ts';

const defaultExport = 'Write `export default definePipeline({ … })`.';

/** Explanations of the codes that no rule reports. */
export const explanations: Record<Exclude<ErrorCode, RuleCode>, Explanation> = {
  CONFIG_NOT_FOUND: {
    meaning:
      'Neither the folder nor one above it, up to the root of the Git repository, has `.gitops-app/pipeline.config.ts` or `pipeline.config.ts`, and none is a config repository.',
    remedy: 'Run the command in the app repository, pass the path with `--config`, or run `create`.',
  },
  CONFIG_AMBIGUOUS: {
    meaning: 'There is a config in `.gitops-app/` and another one at the root of the repository. An edit of one of them would have no effect.',
    remedy: 'Keep one of them and delete the other.',
  },
  CONFIG_SYNTAX: {
    meaning: 'The config, or a file that it imports, is not valid TypeScript.',
    remedy: 'Fix the line; your editor underlines it.',
  },
  CONFIG_IMPORT_NOT_FOUND: {
    meaning: 'The config imports a file or a package that does not exist.',
    remedy: 'Fix the path, or write the value into the config.',
  },
  CONFIG_IMPORT_OUTSIDE_REPOSITORY: {
    meaning:
      'The config imports a package, or a file outside of its repository. This works on your machine and fails in CI, which checks out this repository alone and installs no packages. A warning.',
    remedy: 'Move what the config needs into a file of the repository.',
  },
  CONFIG_TYPES_MOVED: {
    meaning:
      'The config was moved into `.gitops-app/`, beside its types, and still imports them by the old path. Commands know it; an editor does not. A warning.',
    remedy: "Import `definePipeline` from './config.js'.",
  },
  CONFIG_TOP_LEVEL_AWAIT: {
    meaning: 'The config uses `await` outside of a function. Configs are loaded synchronously.',
    remedy: 'Read the value synchronously, for example with `readFileSync`, or write it into the config.',
  },
  CONFIG_THREW: {
    meaning: 'The config threw an error while it was loaded.',
    remedy: 'Fix that error; the message and the place are its own.',
  },
  CONFIG_NO_DEFAULT_EXPORT: { meaning: 'The config has no default export.', remedy: defaultExport },
  CONFIG_NOT_AN_OBJECT: { meaning: 'The default export of the config is not an object.', remedy: defaultExport },
  CONFIG_WITHOUT_DEFINE_PIPELINE: {
    meaning: 'The default export was not passed to `definePipeline`, so your editor cannot check the names in it. A warning.',
    remedy: defaultExport,
  },
  CONFIG_NOT_DETERMINISTIC: {
    meaning:
      'The config gives different values on each run: one of them depends on the clock, on randomness or on something else that changes. Files generated from it would never be up to date.',
    remedy: 'Write the value into the config, or into a file that it reads.',
  },
  CONFIG_READS_ENVIRONMENT: {
    meaning:
      'The config has changed, and it reads environment variables. Where one of them is not set or has another value, the config is a different one. A warning.',
    remedy: 'Set the same value wherever a command runs, or write it into the config.',
  },
  CONFIG_NOT_EDITABLE: {
    meaning:
      '`add` writes only into object literals in `pipeline.config.ts` itself. This object is a spread, the result of a function, imported, or otherwise computed.',
    remedy: 'Add the lines in the message by hand, and run `generate`.',
  },
  CONFIG_TYPE_ERROR: {
    meaning: 'With the lines that `add` would write, the config does not match the types in `.gitops-app/config.d.ts`, or a type of your own.',
    remedy: 'Fix the type, or add the lines in the message by hand.',
  },
  UNKNOWN_FIELD: { meaning: 'The field does not exist; usually a typo.', remedy: 'Use the suggested name, or look it up in config.md.' },
  MISSING_FIELD: { meaning: 'A required field is missing.', remedy: 'Add it; the message has an example.' },
  WRONG_TYPE: { meaning: 'The value has the wrong type.', remedy: 'Use the type that the message names.' },
  WRONG_VALUE: {
    meaning: 'The field does not accept the value: a word that is not among the choices, a number out of range, or text in the wrong format.',
    remedy: 'Use one of the values, or the format, in the message.',
  },
  INVALID_NAME: {
    meaning: 'Kubernetes, GitHub or Argo CD would reject the name.',
    remedy: 'Use lowercase letters, digits and hyphens; the message says what else applies.',
  },
  DUPLICATE_ITEM: { meaning: 'A list contains the same item twice.', remedy: 'Remove one.' },
  SERVICE_PROVIDER_UNSUPPORTED: {
    meaning: 'This type of auxiliary service does not support the provider.',
    remedy: 'Use one of the providers in the message.',
  },
  UNSET_VALUE: {
    meaning: '`create` could not know the value and wrote `fill-in` in its place. CI and CD refuse to run until it is replaced. A warning.',
    remedy: 'Write the real value into the config.',
  },
  UNKNOWN_APP: {
    meaning: '`--app` names an app that is not in the config repository, or not the app of the config.',
    remedy: 'Use one of the names in the message.',
  },
  APP_RENAMED: {
    meaning:
      'The config repository contains another app from the same app repository: this app under its former name, which still runs. A new name makes new objects, without the data. A warning while `app.renamedFrom` names it.',
    remedy:
      'Add `app.renamedFrom`, and follow the runbook that `generate` then writes; or keep the name. A database keeps its name: set `database` of the service.',
  },
  APP_REPOSITORY_TAKEN: {
    meaning:
      'The app repository of this config already has another app, from another config. Each has its CI in the same files, so this one would replace the other. Nothing was written.',
    remedy:
      'Describe both as components of one app, with an image each; or move one of them to a repository of its own. To rename an app, change `app.name` in its own config.',
  },
  SHARED_SETTING_CONFLICT: {
    meaning:
      'Two apps share a config repository, and their configs disagree on something they share: a cluster, Argo CD, or a setting of the repository, such as its owners or the runner of its jobs. For the first app that changes it, a warning.',
    remedy: 'Use the same value in both configs, best by importing it from one TypeScript module.',
  },
  OWNED_BY_ANOTHER_APP: {
    meaning:
      'Two apps of a config repository use the same namespace, Vault path, image repository or CI identity. Each could change or read what belongs to the other. For the app that used it before, a warning.',
    remedy: 'Give each app its own. To hand one over, change and merge the app that gives it up first.',
  },
  IMMUTABLE_FIELD: {
    meaning:
      'The config changes a field that Kubernetes, or the operator behind an object, refuses to change in an object that exists: the size, the storage class or the list of the volumes of a StatefulSet, for example. Argo CD could then compare nothing of the app, and would sync none of its changes. A warning where no image was ever delivered, because there may be nothing yet.',
    remedy: 'Set the value back; or follow the message, which names the way: `allow: { recreate }` with the commands to run, or another name.',
  },
  TWO_WRITERS: {
    meaning:
      'A component would become another kind of workload, because it gets its first volume of its own or loses its last one, or a standalone component would get another name. The new pod would start before Argo CD has deleted the old one, so for a while two would run of what must be exactly one.',
    remedy:
      "Keep it as it is; or add `allow: { recreate: ['<name>'] }`, and delete the old workload with the commands of the message when the change is merged.",
  },
  ALLOW_UNUSED: {
    meaning: 'A name in `allow` permits something that the config no longer changes. It would let the next such change through unseen. A warning.',
    remedy: 'Remove the name.',
  },
  PATHS_COLLIDE: {
    meaning: 'Two files would have the same path, or one path is a folder of the other: usually the Dockerfiles or build contexts of two images.',
    remedy: 'Change `context` or `dockerfile` of one of them.',
  },
  PATCH_DOES_NOT_APPLY: {
    meaning:
      'A patch names a file that is not generated or cannot be patched, or one of its operations no longer applies, because the generated file has changed.',
    remedy: 'Compare the patch with the generated file, then change or remove the patch.',
  },
  RECORD_INVALID: {
    meaning:
      'A record of what was generated, `manifest.json` or `model.json` in `.gitops-app/`, is missing, was edited, has merge conflict markers, or was written by an unknown version.',
    remedy: 'Restore it from Git, or run the command in the message.',
  },
  PATH_UNSAFE: {
    meaning: 'A path to write is a link or leads out of the repository, or a file exists where the folder of a repository should be. Nothing is written there.',
    remedy: 'Replace it with a regular folder or file.',
  },
  RUN_IN_PROGRESS: { meaning: 'Another command is writing to the same repository.', remedy: 'Wait until it has finished.' },
  RUN_INTERRUPTED: {
    meaning: 'A command was killed while it was writing. The next `generate` rolls back what it had written; until then, the repository cannot be checked.',
    remedy: 'Run `generate`.',
  },
  WRITE_FAILED: {
    meaning: 'The operating system refused to write. Nothing was changed, or only the files that the message names.',
    remedy: 'Free disk space or grant permissions, and run the command again.',
  },
  USAGE: { meaning: 'The command line is not valid.', remedy: 'See `--help` after the command.' },
};
