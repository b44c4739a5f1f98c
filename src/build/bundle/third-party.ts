/** The licences of the packages whose code is in the bundle: most of them ask to be kept with every copy. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

/** Folders of packages by the ids of modules; a nested package is its own. */
const packageFolder = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

/** Collects the folders of the packages that some code of a build comes from. */
export function collectPackages(folders: Set<string>): Plugin {
  return {
    name: 'collect-packages',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk')
          for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
            const folder = packageFolder.exec(id)?.[1];
            if (folder !== undefined && renderedLength > 0) folders.add(folder);
          }
    },
  };
}

interface Manifest {
  name: string;
  version: string;
  license: string;
}

/**
 * The text that is published beside the bundle, sorted by name.
 * @throws if a package has no licence file: then somebody must look at it
 */
export function thirdPartyNotices(folders: Iterable<string>): string {
  const notices = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file, so it cannot be bundled`);
    const notice = existsSync(join(folder, 'NOTICE')) ? `\n${readFileSync(join(folder, 'NOTICE'), 'utf8').trim()}\n` : '';
    return { name, text: `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()}\n${notice}` };
  });
  notices.sort((a, b) => (a.name < b.name ? -1 : 1));
  return `create-gitops-app contains code of these packages.\n${notices.map(({ text }) => `\n${'-'.repeat(80)}\n${text}`).join('')}`;
}
