import type { Permissions, Step } from '../github/workflow.ts';
import type { Model } from '../model/model.ts';

/** All that CI, charts and runbooks must know of one kind of registry. */
export interface RegistryAccess {
  /** As people write it: `Amazon ECR`. */
  title: string;
  /** In a diagram, short: `ECR eu-west-1`. */
  label: string;
  /** What the token of a job needs to sign in. */
  permissions: (access: 'read' | 'write') => Permissions;
  /** Signs the job's Docker in. */
  login: Step[];
  /** GitHub environment whose secret the login reads; null: nothing is stored. */
  environment: string | null;
  /** What a person sets in the app repository on GitHub before the first run; empty: nothing. */
  toSet: string;
  /** false: a workflow of any branch may push any tag. */
  tagsAreTrusted: boolean;
  /** Whose nodes pull without a Secret: those of its cloud, or everybody's, once an image is public. */
  nodes: NodePull;
  /** How External Secrets makes short-lived tokens; null: it cannot. */
  tokens: TokenGenerator | null;
  /** The credential of a pull secret. */
  credential: PullCredential;
  setUp: RegistrySetUp;
}

export type NodePull = { by: 'identity'; cloud: string; need: string; refused: string } | { by: 'public' };

/** A generator of External Secrets. */
export interface TokenGenerator {
  kind: 'ECRAuthorizationToken' | 'GCRAccessToken' | 'ACRAccessToken';
  /** Below templates/chart/templates/. */
  template: string;
  /** Well before a token ends, as Kubernetes prints it. */
  refreshInterval: string;
  /** How long a token lives, for people. */
  lifetime: string;
  /** What the template needs besides the Secret. */
  values: Record<string, string>;
  /** Keys of the Secret with the lasting credential. `printed`: the command that prints the value, after the set-up's part. */
  keys: { key: string; meaning: string; printed: string }[];
  /** The part of the set-up that makes the credential; templates/docs/runbooks/set-up/<template>.md.hbs. */
  setUp: { template: string; data: (model: Model) => object };
  rotation: { text: string; before: (model: Model) => string[]; after: (model: Model) => string[] };
}

export interface PullCredential {
  /** The registry as a Docker config names it. */
  server: string;
  /** What is asked for. */
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
  /** Rights that a person needs, after "You need the rights of …"; empty: none but GitHub's. */
  rights: string;
  /** Shell that shows that the person is signed in; empty: nothing to sign in to. */
  signedIn: string;
}

/** Repository paths in a text: `` `shop` and `worker` ``. */
export function pathsOf({ images }: Model): string[] {
  return images.map(({ path }) => path);
}
