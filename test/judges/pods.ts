/** The pods that rendered objects make, and what is asked of them by name. */
import type { KubernetesObject } from './renders.ts';

/** Any object of a rendered document; absent fields read as undefined. */
// biome-ignore lint/suspicious/noExplicitAny: rendered YAML has no type before it is judged
export type Data = any;

export interface PodTemplate {
  /** `Deployment shop-web` */
  workload: string;
  kind: string;
  name: string;
  labels: Record<string, string>;
  /** The PodSpec; null where an operator makes the pods. */
  spec: Data;
  /** The workload's own selector; null for a Job, and where an operator makes the pods. */
  selector: LabelSelector | null;
}

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** Templates of every pod that the objects make, those of operators included. */
export function podTemplates(objects: readonly KubernetesObject[]): PodTemplate[] {
  return objects.flatMap((object: Data): PodTemplate[] => {
    const base = { workload: `${object.kind} ${object.metadata.name}`, kind: object.kind as string, name: object.metadata.name as string };
    const of = (template: Data, selector: LabelSelector | null) => [{ ...base, labels: template.metadata?.labels ?? {}, spec: template.spec, selector }];
    switch (object.kind) {
      case 'Deployment':
      case 'StatefulSet':
      case 'DaemonSet':
        return of(object.spec.template, object.spec.selector);
      case 'Job':
        return of(object.spec.template, null);
      case 'CronJob':
        return of(object.spec.jobTemplate.spec.template, null);
      case 'Pod':
        return of(object, null);
      case 'Cluster':
        if (!object.apiVersion.startsWith('postgresql.cnpg.io/')) return [];
        // https://cloudnative-pg.io/documentation/current/labels_annotations/
        return [{ ...base, labels: { 'cnpg.io/cluster': base.name, 'cnpg.io/podRole': 'instance' }, spec: null, selector: null }];
      default:
        return [];
    }
  });
}

export function containersOf(spec: Data): Data[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
}

/** Whether a selector takes a set of labels; an empty one takes all. */
export function matches(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  const byLabels = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  const byExpressions = (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key];
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
  return byLabels && byExpressions;
}

export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  return Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0;
}
