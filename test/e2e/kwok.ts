/** What kwok plays: two nodes, and pods that are ready at once or never. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './cache.ts';

export function node(cluster: string, number: number): object {
  const name = `${cluster}-${number}`;
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/zone': `${cluster}-zone-${number}`,
  };
  const resources = { cpu: '32', memory: '256Gi', pods: '500' };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: {}, status: { allocatable: resources, capacity: resources } };
}

/** kwok's own stages, with two more: a pod whose image has `unavailableTag` is never ready, a Job with `failingTag` fails. */
export function writeStages(folder: string): string {
  const stages = join(dataFolder, 'kwok');
  const notFailing = `    - key: '.spec.containers.[].image | select( test(":${failingTag}") )'\n      operator: 'DoesNotExist'\n`;
  const notBroken = `    - key: '.spec.containers.[].image | select( test(":${unavailableTag}") )'\n      operator: 'DoesNotExist'\n`;
  const own = readdirSync(stages).map((file) => {
    const text = readFileSync(join(stages, file), 'utf8');
    const excluded = { 'pod-ready.yaml': notBroken, 'pod-complete.yaml': notFailing }[file];
    return excluded === undefined ? text : text.replace(/^ {2}next:/m, `${excluded}  next:`);
  });
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'stages.yaml');
  writeFileSync(path, [...own, brokenImageStage, failedJobStage].map((text) => `---\n${text}\n`).join(''));
  return path;
}

/** Tag of an image that no node can pull: a commit, as CI tags. */
export const unavailableTag = 'bad0'.repeat(10);

/** Tag of an image whose Jobs fail. */
export const failingTag = 'fa11'.repeat(10);

const failedJobStage = `apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata:
  name: job-pod-failed
spec:
  resourceRef: { apiGroup: v1, kind: Pod }
  selector:
    matchExpressions:
      - { key: .metadata.deletionTimestamp, operator: DoesNotExist }
      - { key: .status.phase, operator: In, values: [Running] }
      - { key: '.metadata.ownerReferences.[].kind', operator: In, values: [Job] }
      - { key: '.spec.containers.[].image | select( test(":${failingTag}") )', operator: Exists }
  next:
    statusTemplate: |
      {{ $now := Now }}
      containerStatuses:
        {{ range .spec.containers }}
        - image: {{ .image | Quote }}
          name: {{ .name | Quote }}
          ready: false
          restartCount: 0
          started: false
          state: { terminated: { exitCode: 1, finishedAt: {{ $now | Quote }}, reason: Error, startedAt: {{ $now | Quote }} } }
        {{ end }}
      phase: Failed
`;

const brokenImageStage = `apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata:
  name: pod-broken-image
spec:
  resourceRef: { apiGroup: v1, kind: Pod }
  selector:
    matchExpressions:
      - { key: .metadata.deletionTimestamp, operator: DoesNotExist }
      - { key: .status.phase, operator: In, values: [Pending] }
      - { key: '.spec.containers.[].image | select( test(":${unavailableTag}") )', operator: Exists }
      - { key: '.status.containerStatuses.[].state.waiting.reason', operator: NotIn, values: [ImagePullBackOff] }
  next:
    statusTemplate: |
      {{ $now := Now }}
      conditions:
        - { lastTransitionTime: {{ $now | Quote }}, status: "True", type: Initialized }
        - { lastTransitionTime: {{ $now | Quote }}, status: "False", type: Ready, reason: ContainersNotReady }
        - { lastTransitionTime: {{ $now | Quote }}, status: "False", type: ContainersReady, reason: ContainersNotReady }
      containerStatuses:
        {{ range .spec.containers }}
        - image: {{ .image | Quote }}
          imageID: ""
          name: {{ .name | Quote }}
          ready: false
          restartCount: 0
          started: false
          state: { waiting: { reason: ImagePullBackOff, message: {{ printf "Back-off pulling image %s" .image | Quote }} } }
        {{ end }}
      phase: Pending
      startTime: {{ $now | Quote }}
`;
