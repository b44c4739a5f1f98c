/** Judges YAML as every reader of it does: GitHub and editors read YAML 1.2, Helm, Argo CD and Kubernetes YAML 1.1. */
import { isDeepStrictEqual } from 'node:util';
import { isAlias, isNode, parseAllDocuments, visit } from 'yaml';

/**
 * Findings on one YAML file: what does not parse, duplicate keys, anchors and aliases, tags, and everything that a
 * YAML 1.1 reader takes for something else (`on`, `0777`, `1_000`, `12:30`). A file that only YAML 1.2 readers see
 * (a GitHub workflow) is not held to the last.
 */
export function judgeYaml(text: string, readers: '1.1 and 1.2' | '1.2 only'): string[] {
  const documents = parseAllDocuments(text, { version: '1.2', uniqueKeys: true, strict: true });
  if (!Array.isArray(documents)) return ['holds no document'];
  const findings = documents.flatMap((document) => [...document.errors, ...document.warnings].map((error) => error.message.split('\n')[0] ?? ''));
  for (const document of documents)
    visit(document, (_, node) => {
      if (isAlias(node)) findings.push(`has the alias *${node.source}`);
      else if (isNode(node) && 'anchor' in node && node.anchor !== undefined) findings.push(`has the anchor &${node.anchor}`);
      if (isNode(node) && node.tag !== undefined && !standardTags.has(node.tag)) findings.push(`has the tag ${node.tag}`);
    });
  if (findings.length > 0 || readers === '1.2 only') return findings;
  const older = parseAllDocuments(text, { version: '1.1', uniqueKeys: true });
  const values = documents.map((document) => document.toJS() as unknown);
  const olderValues = (Array.isArray(older) ? older : []).map((document) => document.toJS() as unknown);
  return differences(values, olderValues, '').map((place) => `${place} is read differently by YAML 1.1`);
}

/** Tags that the parser gives to what has none of its own. */
const standardTags = new Set(['tag:yaml.org,2002:map', 'tag:yaml.org,2002:seq', 'tag:yaml.org,2002:str']);

/** JSON pointers of what differs. */
function differences(a: unknown, b: unknown, pointer: string): string[] {
  if (isDeepStrictEqual(a, b)) return [];
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b) || !isDeepStrictEqual(Object.keys(a), Object.keys(b)))
    return [`${pointer || '/'} (${JSON.stringify(a)})`];
  return Object.entries(a).flatMap(([key, value]) => differences(value, (b as Record<string, unknown>)[key], `${pointer}/${key}`));
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}
