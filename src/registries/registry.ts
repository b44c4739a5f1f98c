import type { Permissions, Step } from '../github/workflow.ts';
import type { Model } from '../model/model.ts';

/** Everything that CI, charts and runbooks need about one type of registry. */
export interface RegistryAccess {
  /** Display name: `Amazon ECR`. */
  title: string;
  /** Short name for diagrams: `ECR eu-west-1`. */
  label: string;
  /** Permissions that a job needs to log in. */
  permissions: (access: 'read' | 'write') => Permissions;
  /** Steps that log Docker in. */
  login: Step[];
  /** GitHub environment whose secret the login reads; null: no secret is stored. */
  environment: string | null;
  /** What a person must set in the app repository on GitHub before the first run; empty: nothing. */
  toSet: string;
  existingTag: ExistingTag;
  /** Which nodes pull without a Secret: those in its cloud, or all, once an image is public. */
  nodes: NodePull;
  /** How External Secrets generates short-lived tokens; null: not supported. */
  tokens: TokenGenerator | null;
  /** The credential in a pull secret. */
  credential: PullCredential;
  setUp: RegistrySetUp;
}

/**
 * What CI does where the tag of its commit exists already. CD deploys the digest that CI reports, so CI must not take a
 * digest that somebody else pushed under this tag.
 *
 * - `reuse`: nobody but CI on the default branch can push to the repository of this image, and tags are immutable.
 * - `reuse-own`: others can push there too, and tags are immutable. CI reuses only what an earlier attempt of the same run
 *   pushed. If somebody else pushes the tag first, every attempt fails.
 * - `replace`: tags are mutable. CI builds again, and overwrites the tag.
 *
 * `reason` is printed above the step.
 */
export interface ExistingTag {
  action: 'reuse' | 'reuse-own' | 'replace';
  reason: string;
}

/** `requirement` follows "The nodes of <clusters>", `failure` the name of a cluster. */
export type NodePull = { by: 'identity'; cloud: string; requirement: string; failure: string } | { by: 'public' };

/** A generator of External Secrets. */
export interface TokenGenerator {
  kind: 'ECRAuthorizationToken' | 'GCRAccessToken' | 'ACRAccessToken';
  /** Below templates/chart/templates/. */
  template: string;
  /** Well before a token expires, as Kubernetes prints durations. */
  refreshInterval: string;
  /** Lifetime of a token, in words. */
  lifetime: string;
  /** Values for the template besides the Secret. */
  values: Record<string, string>;
  /** Keys of the Secret with the long-lived credential. `command` prints the value after the set-up step. */
  keys: { key: string; meaning: string; command: string }[];
  /** The set-up step that creates the credential: templates/docs/runbooks/set-up/<template>.md.hbs. */
  setUp: { template: string; data: (model: Model) => object };
  rotation: { text: string; before: (model: Model) => string[]; after: (model: Model) => string[] };
}

export interface PullCredential {
  /** Key of the registry in a Docker config. */
  server: string;
  /** Texts of the prompts. */
  user: string;
  token: string;
}

/** The step of the set-up runbook: templates/docs/runbooks/set-up/<template>.md.hbs. */
export interface RegistrySetUp {
  title: string;
  template: string;
  data: (model: Model) => object;
  /** Command-line programs that it uses. */
  tools: string[];
  /** Role that a person needs besides GitHub's, as an item of a list; empty: none. */
  rights: string;
  /** Shell commands that show whether the person is logged in; empty: no login needed. */
  loginCheck: string;
}

/** Repository path of each image. */
export function pathsOf({ images }: Model): string[] {
  return images.map(({ path }) => path);
}
