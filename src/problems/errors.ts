/** Codes of the rules in src/validate/rules; each rule carries its explanation. */
export type RuleCode =
  // a name that refers to something
  | 'UNKNOWN_CLUSTER'
  | 'UNKNOWN_COMPONENT'
  | 'UNKNOWN_CRON_JOB'
  | 'UNKNOWN_ENVIRONMENT'
  | 'UNKNOWN_IMAGE'
  | 'UNKNOWN_JOB'
  | 'UNKNOWN_OUTPUT'
  | 'UNKNOWN_PORT'
  | 'UNKNOWN_ROUTE'
  | 'UNKNOWN_SERVICE'
  | 'CLUSTER_NOT_IN_ENVIRONMENT'
  | 'IMAGE_AMBIGUOUS'
  // names
  | 'NAME_TOO_LONG'
  | 'NAME_DUPLICATE'
  | 'NAME_RESERVED'
  // app, repositories, Argo CD
  | 'ARGOCD_CLUSTER_UNUSED'
  | 'ARGOCD_TOO_OLD'
  | 'CUSTOM_WITHOUT_COMMANDS'
  | 'PACKAGE_MANAGER_MISMATCH'
  | 'REPOSITORIES_IDENTICAL'
  | 'REPOSITORY_PATH_INVALID'
  | 'TEAM_OUTSIDE_ORGANIZATION'
  | 'SOLE_OWNER'
  | 'PERSONAL_ACCOUNT'
  | 'GENERATOR_UNSCOPED'
  // clusters and environments
  | 'ARCHITECTURE_MISMATCH'
  | 'CLUSTER_ROUTING_AMBIGUOUS'
  | 'CLUSTER_UNUSED'
  | 'CLUSTER_WITHOUT_ROUTING'
  | 'GATEWAY_LISTENER_SHARED'
  | 'HOST_DUPLICATE'
  | 'ROUTE_WITHOUT_HOSTS'
  | 'IMAGE_PULL_MISSING'
  | 'IMAGE_PULL_UNSUPPORTED'
  | 'KUBERNETES_TOO_OLD'
  | 'LABEL_RESERVED'
  | 'NAMESPACE_SHARED'
  | 'SERVICE_NOT_REACHABLE'
  | 'VAULT_PATH_SHARED'
  // delivery
  | 'APPROVAL_WITHOUT_GATE'
  | 'DELIVERY_CONFLICT'
  | 'DELIVERY_NEEDS_APPROVAL'
  | 'DELIVERY_NEEDS_PROMOTION'
  | 'PROMOTION_CYCLE'
  | 'PROMOTION_IMAGE_MISSING'
  // components, jobs and cron jobs
  | 'AUTOSCALING_RANGE'
  | 'CRON_SCHEDULE_INVALID'
  | 'KUBERNETES_FIELD_RESERVED'
  | 'METADATA_REACHABLE'
  | 'METRICS_PUBLIC'
  | 'METRICS_UNREAD'
  | 'MOUNT_DUPLICATE'
  | 'NO_WORKLOAD'
  | 'PLAIN_TEXT_SECRET'
  | 'POD_INVALID'
  | 'POD_PORT_UNKNOWN'
  | 'POD_SECURITY'
  | 'PORT_DUPLICATE'
  | 'PORT_EXPOSURE_MISMATCH'
  | 'PORT_PROTOCOL'
  | 'PROBE_HANDLER'
  | 'REPLICAS_WITH_AUTOSCALING'
  | 'RESOURCES_RANGE'
  | 'RUN_AS_ROOT'
  | 'STANDALONE_SCALED'
  | 'TOLERATION_INVALID'
  | 'VARIABLE_ORDER'
  | 'VOLUME_CLAIM'
  | 'VOLUME_SHARED'
  // auxiliary services
  | 'EMBEDDED_DATA_LOSS'
  | 'EXTENSION_NOT_IN_IMAGE'
  | 'OUTPUT_WITHOUT_SECRET'
  | 'PARAMETERS_UNUSED'
  | 'SECRET_CONFLICT'
  | 'SERVICE_UNUSED'
  | 'SERVICE_WITHOUT_PROVIDER'
  // changes to what runs
  | 'ALLOW_UNKNOWN'
  // patches and extra manifests
  | 'EXTRA_MANIFEST_DUPLICATE'
  | 'EXTRA_MANIFEST_KIND'
  | 'EXTRA_MANIFEST_READS_FILE'
  | 'NOT_PLAIN_DATA'
  | 'PATCH_OPERATION_INVALID';

/** Every code that a user can meet; docs/errors.md explains each. Those of no rule are explained in explanations.ts. */
export type ErrorCode =
  | RuleCode
  // loading
  | 'CONFIG_NOT_FOUND'
  | 'CONFIG_AMBIGUOUS'
  | 'CONFIG_SYNTAX'
  | 'CONFIG_IMPORT_NOT_FOUND'
  | 'CONFIG_IMPORT_OUTSIDE_REPOSITORY'
  | 'CONFIG_TYPES_MOVED'
  | 'CONFIG_TOP_LEVEL_AWAIT'
  | 'CONFIG_THREW'
  | 'CONFIG_NO_DEFAULT_EXPORT'
  | 'CONFIG_NOT_AN_OBJECT'
  | 'CONFIG_WITHOUT_DEFINE_PIPELINE'
  | 'CONFIG_NOT_DETERMINISTIC'
  | 'CONFIG_READS_ENVIRONMENT'
  // editing by command
  | 'CONFIG_NOT_EDITABLE'
  | 'CONFIG_TYPE_ERROR'
  // one field against the schema
  | 'UNKNOWN_FIELD'
  | 'MISSING_FIELD'
  | 'WRONG_TYPE'
  | 'WRONG_VALUE'
  | 'INVALID_NAME'
  | 'DUPLICATE_ITEM'
  | 'SERVICE_PROVIDER_UNSUPPORTED'
  | 'UNSET_VALUE'
  // apps that share a config repository
  | 'UNKNOWN_APP'
  | 'APP_RENAMED'
  | 'APP_REPOSITORY_TAKEN'
  | 'SHARED_SETTING_CONFLICT'
  | 'OWNED_BY_ANOTHER_APP'
  // patches
  | 'PATCH_DOES_NOT_APPLY'
  // changes to what runs
  | 'IMMUTABLE_FIELD'
  | 'TWO_WRITERS'
  | 'ALLOW_UNUSED'
  // paths
  | 'PATHS_COLLIDE'
  // disk
  | 'RECORD_INVALID'
  | 'PATH_UNSAFE'
  | 'RUN_IN_PROGRESS'
  | 'RUN_INTERRUPTED'
  | 'WRITE_FAILED'
  // command line
  | 'USAGE';

/** The text about a code in docs/errors.md, without the values that a message has. */
export interface Explanation {
  /** What is wrong. */
  meaning: string;
  /** What to do. */
  remedy: string;
}

/** Line and column of a file, from 1. */
export interface Position {
  line: number;
  column: number;
}

export interface Place extends Position {
  /** Relative to the working folder if it is inside of it. */
  file: string;
}

/** One thing that is wrong. */
export interface Problem {
  code: ErrorCode;
  severity: 'error' | 'warning';
  /** What is wrong, with the value. */
  message: string;
  /** What to do. */
  hint?: string;
  /** JSON pointer into the config; locateProblems finds its place. */
  pointer?: string;
  /** true: the problem is the key at the pointer, not its value. */
  onName?: boolean;
  place?: Place;
  /** The position after the value at the place, where it is known. */
  end?: Position;
  /** Text of the file at the place, if it is not the one on disk. */
  source?: string;
}

/** Ends a command with problems that the user can fix; any other error is printed with its stack. */
export class UserError extends Error {
  readonly problems: Problem[];
  readonly exitCode: number;
  constructor(problems: Problem[], exitCode: number = exitCodes.error) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.name = 'UserError';
    this.problems = problems;
    this.exitCode = exitCode;
  }
}

export const exitCodes = { clean: 0, error: 1, drift: 2, refused: 3, disagree: 4, interrupted: 130 } as const;
