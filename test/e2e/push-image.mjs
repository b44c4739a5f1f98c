// Pushes the files of a build context as an image of one layer, and prints its digest. Arguments: context, tag, labels.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const [context, tag, labels] = process.argv.slice(2);
const [, path, version] = /^[^/]+\/(.+):([^:]+)$/.exec(tag);
const registry = `http://${process.env.E2E_REGISTRY}/v2/${path}`;
const sha256 = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

async function push(bytes) {
  const digest = sha256(bytes);
  const upload = await fetch(`${registry}/blobs/uploads/`, { method: 'POST' });
  const location = new URL(upload.headers.get('location'), registry);
  location.searchParams.set('digest', digest);
  const stored = await fetch(location, { method: 'PUT', body: bytes, headers: { 'content-type': 'application/octet-stream' } });
  if (stored.status !== 201) throw new Error(`blob: ${stored.status} ${await stored.text()}`);
  return { digest, size: bytes.length };
}

const tar = execFileSync('tar', ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--exclude=.git', '-C', context, '-cf', '-', '.'], {
  maxBuffer: 1 << 28,
});
const layer = await push(gzipSync(tar));
const configuration = {
  architecture: 'amd64',
  os: 'linux',
  config: {
    Labels: Object.fromEntries(
      labels
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(/=(.*)/s).slice(0, 2)),
    ),
  },
  rootfs: { type: 'layers', diff_ids: [sha256(tar)] },
};
const config = await push(Buffer.from(JSON.stringify(configuration)));
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
  layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', ...layer }],
});
const put = await fetch(`${registry}/manifests/${version}`, {
  method: 'PUT',
  body: manifest,
  headers: { 'content-type': 'application/vnd.oci.image.manifest.v1+json' },
});
if (put.status !== 201) throw new Error(`manifest: ${put.status} ${await put.text()}`);
process.stdout.write(sha256(manifest));
