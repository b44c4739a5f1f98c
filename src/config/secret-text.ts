// Guesses by name and value whether a variable holds a secret in plain text. It must recognize common names of secrets,
// without reporting variables that only describe one, such as TOKEN_TTL.

/** Words in the name of a variable that holds a secret. */
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

/** Words in the name of a variable that only describes a secret. */
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

/** Whether a variable holds a secret in plain text. References, `$(NAME)`, are not secrets. */
export function isSecret(variable: string, value: string): boolean {
  // A password in a URL, or in a connection string: `Server=db;Password=x`, `host=db password=x`.
  if (/:\/\/[^/@:\s]*:[^/@\s]+@/.test(value.replaceAll(reference, ''))) return true;
  if (/(?:^|[;\s])(?:password|passwd|pwd)\s*=\s*[^;\s]/i.test(value.replaceAll(reference, ';'))) return true;
  if (value.search(reference) >= 0 || value === '' || /^(?:true|false|yes|no|on|off)$/i.test(value)) return false;
  const words = variable
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/);
  const isSecretWord = (word: string) => secretWords.has(word) || /PASSWORD$|PASSWD$/.test(word);
  return words.some(isSecretWord) && !words.some((word) => harmlessWords.has(word));
}
