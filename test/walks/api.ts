/** Applies objects to an API server as Argo CD does, over a few connections that stay open. */
import { Agent, request } from 'node:https';
import type { ControlPlane } from '../e2e/control-plane.ts';
import type { KubernetesObject } from '../judges/renders.ts';
import type { Rendered } from './release.ts';

/** What the API server says of an object; empty: it takes it. */
export interface Answer {
  status: number;
  /** Why it refuses, or what it warns of. */
  said: string;
  /** The same without names and values. */
  cause: string;
}

export interface Api {
  apply: (rendered: Rendered, namespace: string) => Promise<Answer>;
  remove: (object: KubernetesObject, namespace: string) => Promise<void>;
  /** A namespace with the labels that its Application would give to it. */
  createNamespace: (name: string, labels: Record<string, string>) => Promise<void>;
  close: () => void;
}

/** The Status of a refused request. */
interface Refusal {
  message: string;
  reason: string;
  details?: { causes?: { reason: string; field: string }[] };
}

/** The field manager of Argo CD's own syncs. */
const manager = 'argocd-controller';

export function openApi({ server, caData, user }: ControlPlane): Api {
  const decode = (text: string | undefined) => Buffer.from(text ?? '', 'base64');
  const agent = new Agent({
    ...{ keepAlive: true, maxSockets: 8, ca: decode(caData) },
    ...{ cert: decode(user['client-certificate-data']), key: decode(user['client-key-data']) },
  });
  const plurals = new Map<string, Promise<Map<string, string>>>();

  const call = (method: string, path: string, body?: object | string, type = method === 'PATCH' ? 'application/apply-patch+yaml' : 'application/json') =>
    new Promise<{ status: number; text: string; warnings: string }>((resolve, reject) => {
      const sentBody = typeof body === 'object' ? JSON.stringify(body) : (body ?? '');
      // Node sends no length with DELETE by itself.
      const headers = { 'content-type': type, 'content-length': Buffer.byteLength(sentBody) };
      const sent = request(`${server}${path}`, { method, agent, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, warnings: String(answer.headers.warning ?? '') }));
      });
      sent.on('error', reject);
      sent.end(sentBody);
    });

  /** The resources of a version of the API, by kind. */
  const resources = (apiVersion: string): Promise<Map<string, string>> => {
    const known = plurals.get(apiVersion);
    if (known !== undefined) return known;
    const asked = call('GET', root(apiVersion)).then(({ status, text }) => {
      if (status !== 200) throw new Error(`the API server does not know ${apiVersion}`);
      const { resources: all } = JSON.parse(text) as { resources: { kind: string; name: string }[] };
      return new Map(all.filter(({ name }) => !name.includes('/')).map(({ kind, name }) => [kind, name]));
    });
    plurals.set(apiVersion, asked);
    return asked;
  };

  const pathOf = async ({ apiVersion, kind, metadata }: KubernetesObject, namespace: string) => {
    const plural = (await resources(apiVersion)).get(kind);
    if (plural === undefined) throw new Error(`the API server does not know ${apiVersion} ${kind}`);
    return `${root(apiVersion)}/namespaces/${namespace}/${plural}/${encodeURIComponent(metadata.name)}`;
  };

  /** As its volume's controller would: an unbound claim cannot grow. */
  const bind = async (path: string) => {
    for (const [subresource, body] of Object.entries({ '': { spec: { volumeName: 'volume' } }, '/status': { status: { phase: 'Bound' } } })) {
      const { status, text } = await call('PATCH', `${path}${subresource}`, body, 'application/merge-patch+json');
      if (status >= 300) throw new Error(`${path} was not bound: ${text}`);
    }
  };

  return {
    apply: async ({ object, text: yaml }, namespace) => {
      const path = `${await pathOf(object, namespace)}?fieldManager=${manager}&force=true&fieldValidation=Strict`;
      const { status, text, warnings } = await call('PATCH', path, yaml);
      if (status === 201 && object.kind === 'PersistentVolumeClaim') await bind(await pathOf(object, namespace));
      if (status < 300) return { status, said: warnings, cause: warnings };
      const { message, reason, details } = JSON.parse(text) as Refusal;
      return {
        status,
        said: message,
        cause: [reason, ...new Set((details?.causes ?? []).map((each) => `${each.reason} ${withoutIndexes(each.field)}`))].join(', '),
      };
    },
    remove: async (object, namespace) => {
      const { status, text } = await call('DELETE', await pathOf(object, namespace), {
        kind: 'DeleteOptions',
        apiVersion: 'v1',
        propagationPolicy: 'Background',
      });
      if (status >= 300 && status !== 404) throw new Error(`${object.kind} ${object.metadata.name} was not deleted: ${text}`);
    },
    createNamespace: async (name, labels) => {
      const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
      const { status, text } = await call('PATCH', `/api/v1/namespaces/${name}?fieldManager=${manager}&force=true`, body);
      if (status >= 300) throw new Error(text);
    },
    close: () => agent.destroy(),
  };
}

/** `spec.containers[].image`: what is wrong in one is wrong in another. */
const withoutIndexes = (field: string) =>
  field
    .split('[')
    .map((part) => (part.includes(']') ? part.slice(part.indexOf(']')) : part))
    .join('[');

const root = (apiVersion: string) => (apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);
