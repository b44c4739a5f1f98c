import { pinned } from '../github/action-pins.ts';
import type { Registry } from '../model/model.ts';
import { listed } from '../render/markdown.ts';
import { pathsOf, type RegistryAccess } from './registry.ts';

type Ghcr = Extract<Registry, { type: 'ghcr' }>;

export function ghcr({ host, owner }: Ghcr): RegistryAccess {
  return {
    title: 'GHCR',
    label: 'GHCR',
    permissions: (access) => ({ packages: access === 'write' ? `write # push to ${host}` : `read # pull from ${host}` }),
    login: [
      {
        name: 'Log in to GHCR',
        uses: pinned('docker/login-action'),
        with: { registry: host, username: '${{ github.actor }}', password: '${{ secrets.GITHUB_TOKEN }}' },
      },
    ],
    environment: null,
    toSet: '',
    existingTag: {
      action: 'replace',
      reason: 'Always build: a workflow of any branch can overwrite this tag on GHCR.',
    },
    nodes: { by: 'public' },
    tokens: null,
    credential: { server: host, user: 'user with read access to the packages', token: 'token (classic, scope read:packages)' },
    setUp: {
      title: 'Registry',
      template: 'registry-ghcr',
      tools: [],
      rights: '',
      loginCheck: '',
      data: (model) => ({
        owner,
        repositoriesText: listed(model.images.map(({ repository }) => `\`${repository}\``)),
        packagesThem: model.images.length === 1 ? 'it' : 'them',
        visibility: model.clusters.some(({ imagePull }) => imagePull.by === 'node') ? 'public' : 'private',
        packages: pathsOf(model).map((path) => ({ path: encodeURIComponent(path.slice(owner.length + 1)) })),
      }),
    },
  };
}
