/** What a team may do in a repository. Every team exists. */
import { administrationOf } from './administration.ts';
import type { ApiState } from './api.ts';
import type { Identity } from './identities.ts';
import type { Answer } from './server.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a client sends
export function callTeam(state: ApiState, identity: Identity, method: string, path: string, body: any): Answer | undefined {
  const [, organization = '', team = '', repository = ''] = /^\/orgs\/([\w.-]+)\/teams\/([\w.-]+)\/repos\/([\w.-]+\/[\w.-]+)$/.exec(path) ?? [];
  if (!state.repositories.exists(repository)) return undefined;
  if (identity.kind !== 'person') return { status: 403, body: { message: 'Must have admin rights to Repository.' } };
  const { teams } = administrationOf(state, repository);
  const name = `@${organization}/${team}`;
  if (method === 'GET') return teams.has(name) ? { status: 200, body: { full_name: repository, permissions: { pull: true, push: true } } } : undefined;
  if (method !== 'PUT') return undefined;
  if (body?.permission !== 'push') return { status: 422, body: { message: 'permission is not one that can be granted here' } };
  teams.add(name);
  return { status: 204 };
}
