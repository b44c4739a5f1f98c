import type { Model } from '../model/model.ts';
import type { Permissions, Step } from '../render/workflow.ts';

/** Everything that differs by type of registry, for CI, charts and runbooks. */
export interface RegistryAccess {
  /** Its usual name: `Amazon ECR`. */
  title: string;
  /** Short name for a diagram: `ECR eu-west-1`. */
  label: string;
  /** Permissions that a job's token needs to log in. */
  permissions: (access: 'read' | 'write') => Permissions;
  /** Steps that log the job's Docker in. */
  login: Step[];
  /** GitHub environment with the secret of the login; null if no secret is stored. */
  environment: string | null;
  /** What to set in the app repository on GitHub before the first run; may be empty. */
  toSet: string;
  /** false if workflows on any branch may push any tag. */
  tagsAreTrusted: boolean;
  /** Nodes that pull without a Secret: those in its cloud, or all nodes if the image is public. */
  nodes: NodePull;
  /** How External Secrets generates short-lived tokens; null if it cannot. */
  tokens: TokenGenerator | null;
  /** The credential in an image pull Secret. */
  credential: PullCredential;
  setUp: RegistrySetUp;
}

/** `requirement` follows "The nodes of <clusters>", `failure` the name of a cluster. */
export type NodePull = { by: 'identity'; cloud: string; requirement: string; failure: string } | { by: 'public' };

/** A generator of External Secrets. */
export interface TokenGenerator {
  kind: 'ECRAuthorizationToken' | 'GCRAccessToken' | 'ACRAccessToken';
  /** Below templates/chart/templates/. */
  template: string;
  /** Well below the lifetime, in the notation of Kubernetes. */
  refreshInterval: string;
  /** Lifetime of a token, in words. */
  lifetime: string;
  /** Values of the template besides the Secret. */
  values: Record<string, string>;
  /** Keys of the Secret with the long-lived credential. `command` prints the value once the set-up has created it. */
  keys: { key: string; meaning: string; command: string }[];
  /** The section of the set-up that creates the credential; templates/docs/runbooks/set-up/<template>.md.hbs. */
  setUp: { template: string; data: (model: Model) => object };
  rotation: { text: string; before: (model: Model) => string[]; after: (model: Model) => string[] };
}

export interface PullCredential {
  /** The registry's name in a Docker config. */
  server: string;
  /** Prompts for the user name and the token. */
  user: string;
  token: string;
}

/** The step of the set-up runbook; templates/docs/runbooks/set-up/<template>.md.hbs. */
export interface RegistrySetUp {
  title: string;
  template: string;
  data: (model: Model) => object;
  /** Command-line programs. */
  tools: string[];
  /** Role that a person needs, after "You need to be"; empty if GitHub's suffices. */
  rights: string;
  /** Shell that shows whether the person is logged in; empty if no login is needed. */
  loginCheck: string;
}

/** Repository paths of all images. */
export function pathsOf({ images }: Model): string[] {
  return images.map(({ path }) => path);
}
