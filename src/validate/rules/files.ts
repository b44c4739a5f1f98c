import { isSecret } from '../../config/secret-text.ts';
import type { FileContent } from '../../generated/pipeline-config.ts';
import { printPath } from '../../problems/path.ts';
import { plainTextSecret } from './components.ts';
import type { Finding, Rule } from './rule.ts';
import { configProcesses } from './targets.ts';

/** Names with KEY that hold a secret; `key` or `primary_key` alone do not. */
const secretKeys = /(^|_)(API|ACCESS|SECRET|PRIVATE|SIGNING|ENCRYPTION|MASTER)_?KEY(_|$)/;
/** A setting in YAML, TOML, INI, JSON or properties format. */
const setting = /^\s*(?:export\s+)?["']?([A-Za-z][A-Za-z0-9_.-]*)["']?\s*[:=]\s*(.+?)\s*,?\s*$/;
/** Values that are not secrets: placeholders, booleans, numbers, paths. */
const harmless = /^["']?(\$|%|\{|<|\/|\[|!|#|true\b|false\b|null\b|yes\b|no\b|~|[0-9.]+["']?$)|^["']{2}/i;

/** The secret in a text, as a message names it; undefined: none. */
function secretIn(text: string): string | undefined {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return 'a private key';
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = setting.exec(line) ?? [];
    const words = name
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/[.-]/g, '_')
      .toUpperCase();
    if (harmless.test(value)) continue;
    const named = /KEY/.test(words) ? secretKeys.test(words) : isSecret(words, value);
    if (named && value !== '') return `'${name}'`;
    if (isSecret('URL', line)) return 'a URL with a password';
  }
  return undefined;
}

export const secretInFile: Rule = {
  code: 'PLAIN_TEXT_SECRET',
  explanation: plainTextSecret.explanation,
  local: true,
  check: (config) =>
    configProcesses(config).flatMap(({ process, pathTo }) =>
      Object.entries<FileContent>(process.files ?? {}).flatMap(([path, content]): Finding[] => {
        const secret = typeof content === 'string' ? secretIn(content) : undefined;
        if (secret === undefined) return [];
        const at = pathTo('files', path);
        return [
          {
            at,
            message: `${printPath(at)} contains ${secret} in plain text, visible to everybody who can read the repository`,
            hint: `Rotate it, then read it from a variable, or take the whole file from a Secret: { secretKeyRef: { name: '${config.app.name}-files', key: '${path.split('/').at(-1)}' } }.`,
            from: [['app', 'name']],
          },
        ];
      }),
    ),
};
