/** Builds a context by its Dockerfile, pushes the image and prints its digest. Arguments: context, Dockerfile, reference, labels. */
import { join } from 'node:path';
import { createBuilder } from './builder.ts';

const [context = '.', file = 'Dockerfile', reference = '', labels = ''] = process.argv.slice(2);
const { E2E_BUILDS: folder = '', E2E_REGISTRY: registry = '' } = process.env;
// CI names the registry of the config; its images lie at the root of that on loopback.
const path = reference.slice(reference.indexOf('/') + 1);
const builder = createBuilder(join(folder, 'storage'), folder, registry);
const labelFlags = labels
  .split('\n')
  .filter(Boolean)
  .map((label) => `--label=${label}`);
builder
  .build(context, join(context, file), 'image', ['--pull-always', ...labelFlags])
  .then(() => builder.push('image', path))
  .then(
    (digest) => process.stdout.write(digest),
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
