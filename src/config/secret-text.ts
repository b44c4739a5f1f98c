// Which variables hold a secret in plain text. A guess by name and value: it must find what people call a password,
// and leave alone what is only about one.

/** Words of a variable's name that promise something secret. */
const secretWords = new Set([
  'PASSWORD',
  'PASSWD',
  'PASSPHRASE',
  'PASS',
  'PWD',
  'TOKEN',
  'SECRET',
  'KEY',
  'APIKEY',
  'ACCESSKEY',
  'SECRETKEY',
  'PRIVATEKEY',
  'CREDENTIALS',
]);

/** Words that say that a variable is only about something secret. */
const harmlessWords = new Set([
  'ALGORITHM',
  'AUDIENCE',
  'DIR',
  'DISABLE',
  'DISABLED',
  'ENABLE',
  'ENABLED',
  'ENDPOINT',
  'EXPIRATION',
  'EXPIRES',
  'EXPIRY',
  'FILE',
  'FORMAT',
  'HEADER',
  'HOST',
  'ID',
  'ISSUER',
  'LENGTH',
  'LIFETIME',
  'LIMIT',
  'MAX',
  'MIN',
  'NAME',
  'PATH',
  'POLICY',
  'PREFIX',
  'PUBLIC',
  'PUBLISHABLE',
  'SCORE',
  'SECONDS',
  'SIZE',
  'TIMEOUT',
  'TTL',
  'TYPE',
  'URI',
  'URL',
  'VERSION',
]);

const reference = /\$\([A-Za-z_][A-Za-z0-9_]*\)/g;

/** true: a variable that must not stand in plain text in a repository. A reference of Kubernetes, `$(NAME)`, is none. */
export function isSecret(variable: string, value: string): boolean {
  // In a URL, or in a connection string: `Server=db;Password=x`, `host=db password=x`.
  if (/:\/\/[^/@:\s]*:[^/@\s]+@/.test(value.replaceAll(reference, ''))) return true;
  if (/(?:^|[;\s])(?:password|passwd|pwd)\s*=\s*[^;\s]/i.test(value.replaceAll(reference, ';'))) return true;
  if (value.search(reference) >= 0 || value === '' || /^(?:true|false|yes|no|on|off)$/i.test(value)) return false;
  const words = variable
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/);
  const isPromise = (word: string) => secretWords.has(word) || /PASSWORD$|PASSWD$/.test(word);
  return words.some(isPromise) && !words.some((word) => harmlessWords.has(word));
}
