/** The way of a commit to production, as people and CI take it. */
import { expect } from 'vitest';
import type { Run } from './forge/runs.ts';
import { repositories, type World } from './world.ts';

export interface Delivery {
  /** Waits for the runs that begin now, and gives those of one workflow that came after the first `since` runs. */
  settled: (workflow: string, since: number) => Promise<Run[]>;
  /** Starts a workflow of the config repository and waits for its end. */
  dispatch: (workflow: string, inputs: Record<string, string>) => Promise<Run>;
  /** What runs in dev, to prod. */
  promote: () => Promise<Run>;
  /** What has changed in the app's folder, by a pull request that is approved and merged; gives the commit on main. */
  landInApp: (title: string) => Promise<string>;
  /** Approves and merges the open promotion to prod. */
  approveAndMerge: () => Promise<void>;
}

export function openDelivery(world: World): Delivery {
  const { forge } = world;
  const settled: Delivery['settled'] = async (workflow, since) => {
    await forge.runs.settled();
    return forge.runs.all.slice(since).filter((run) => run.workflow === workflow);
  };
  const dispatch: Delivery['dispatch'] = async (workflow, inputs) => {
    const since = forge.runs.all.length;
    const answer = await fetch(`${forge.server.url}/api/v3/repos/${repositories.config}/actions/workflows/${workflow}/dispatches`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.dev.token}` },
      body: JSON.stringify({ ref: 'main', inputs }),
    });
    expect(answer.status, await answer.text()).toBe(204);
    const [run] = await settled(workflow, since);
    if (run === undefined) throw new Error(`${workflow} did not run`);
    return run;
  };
  return {
    settled,
    dispatch,
    promote: () => dispatch('cd.yaml', { contract: '1', app: 'shop', environment: 'prod', from: 'dev', reason: 'it ran well in dev' }),
    landInApp: async (title) => {
      const branch = `change-${forge.pullRequests.all.length}`;
      await world.app.push(title, branch);
      const pull = forge.openPullRequest(repositories.app, branch, title, 'dev');
      forge.pullRequests.approve(pull, 'reviewer');
      await forge.runs.settled();
      const merged = forge.pullRequests.merge(pull, 'dev');
      if ('refused' in merged) throw new Error(merged.refused);
      await world.app.pull();
      return merged.commit;
    },
    approveAndMerge: async () => {
      const pull = forge.pullRequests.all.find(
        ({ repository, head, state }) => repository === repositories.config && head === 'promote/shop/prod' && state === 'open',
      );
      if (pull === undefined) throw new Error('there is no open promotion');
      expect(forge.pullRequests.merge(pull, 'dev')).toEqual({ refused: expect.stringContaining('approving review') });
      forge.pullRequests.approve(pull, 'reviewer');
      await forge.runs.settled();
      expect(forge.pullRequests.merge(pull, 'dev')).toHaveProperty('commit');
    },
  };
}
