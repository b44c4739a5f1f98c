import { expect, test } from 'vitest';
import { startSeconds, syncSeconds } from '../../src/derived/durations.ts';
import type { Component, Probe } from '../../src/model/processes.ts';

const probe = (seconds: { initialDelaySeconds?: number; periodSeconds?: number; failureThreshold?: number }): Probe => ({
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 2,
  failureThreshold: 3,
  ...seconds,
});
const component = (fields: Partial<Component>) =>
  ({ startupProbe: null, readinessProbe: null, replicas: 1, autoscaling: null, terminationGracePeriodSeconds: 30, ...fields }) as Component;

test('a start: the startup probe, then the delay of the readiness probe', () => {
  expect(startSeconds({ startupProbe: null, readinessProbe: null })).toBe(0);
  expect(
    startSeconds({
      startupProbe: probe({ initialDelaySeconds: 20, periodSeconds: 5, failureThreshold: 100 }),
      readinessProbe: probe({ initialDelaySeconds: 30, failureThreshold: 9 }),
    }),
  ).toBe(550);
});

test('a sync: ten minutes, or what jobs and the slowest component may take, in whole minutes', () => {
  expect(syncSeconds({ jobs: [], components: [component({})] })).toBe(600);
  const jobs = [{ activeDeadlineSeconds: 1800 }] as never;
  expect(syncSeconds({ jobs, components: [component({})] })).toBe(2160);
  const slow = { startupProbe: probe({ failureThreshold: 60 }) };
  expect(syncSeconds({ jobs: [], components: [component({ ...slow, replicas: 3 }), component({ replicas: 0 })] })).toBe(2160);
  expect(
    syncSeconds({
      jobs: [],
      components: [component({ ...slow, replicas: 1, autoscaling: { minReplicas: 2, maxReplicas: 50, targetCPUUtilizationPercentage: 70 } })],
    }),
  ).toBe(1560);
});
