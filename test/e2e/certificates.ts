import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const extensions = [
  '-addext',
  'basicConstraints=critical,CA:FALSE',
  '-addext',
  'keyUsage=critical,digitalSignature,keyEncipherment',
  '-addext',
  'extendedKeyUsage=serverAuth,clientAuth',
];
const common = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'];

function openssl(args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore' });
}

/** Makes `ca.crt` and `ca.key` in a new folder. */
export function createAuthority(folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'openssl.cnf');
  writeFileSync(config, '[req]\ndistinguished_name=dn\n[dn]\n');
  const usage = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,digitalSignature,keyCertSign,cRLSign'];
  openssl(['req', '-x509', '-config', config, ...common, '-subj', `/CN=${name}`, '-keyout', join(folder, 'ca.key'), '-out', join(folder, 'ca.crt'), ...usage]);
}

/** Makes `<name>.crt` and `<name>.key`, signed by the folder's authority. */
export function createCertificate(folder: string, name: string, subject: string, alternativeNames: readonly string[] = []): void {
  const san = alternativeNames.length === 0 ? [] : ['-addext', `subjectAltName=${alternativeNames.join(',')}`];
  const by = ['-CA', join(folder, 'ca.crt'), '-CAkey', join(folder, 'ca.key'), '-config', join(folder, 'openssl.cnf')];
  openssl([
    'req',
    '-x509',
    ...by,
    ...common,
    '-subj',
    subject,
    '-keyout',
    join(folder, `${name}.key`),
    '-out',
    join(folder, `${name}.crt`),
    ...extensions,
    ...san,
  ]);
}

/** Key pair that signs ServiceAccount tokens. */
export function createServiceAccountKeys(folder: string): void {
  openssl(['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', join(folder, 'sa.key')]);
  openssl(['ec', '-in', join(folder, 'sa.key'), '-pubout', '-out', join(folder, 'sa.pub')]);
}

/** A file's content in base64, as kubeconfig wants it. */
export function base64(path: string): string {
  return readFileSync(path).toString('base64');
}
