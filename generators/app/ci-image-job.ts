import { pinned } from '../../src/github/action-pins.ts';
import type { Job } from '../../src/github/workflow.ts';
import type { Image, Model } from '../../src/model/model.ts';
import { accessTo } from '../../src/registries/index.ts';
import { checkout } from './ci-test-job.ts';

export function imageJobId(image: Image): string {
  return `image-${image.name}`;
}

/** The digest that the image's job gives. */
export function digestOf(image: Image): string {
  return `\${{ needs.${imageJobId(image)}.outputs.digest }}`;
}

/**
 * Builds and pushes one image under the commit's full hash. Safe to run again: a tag that exists is taken as it is. It
 * reads no cache, because a pull request could have written it.
 */
export function imageJob(model: Model, image: Image, needs: string[]): Job {
  const { repositories } = model;
  const registry = accessTo(model.registry);
  const buildArguments = Object.entries(image.args).map(([name, value]) => `${name}=${value}`);
  const reference = `${image.repository}:\${{ github.sha }}`;
  return {
    name: `Image ${image.name}`,
    ...(needs.length === 0 ? {} : { needs }),
    if: "github.event_name == 'push'",
    'runs-on': model.ci.runsOn,
    'timeout-minutes': 45,
    permissions: { contents: 'read', ...registry.permissions('write') },
    ...(registry.environment === null ? {} : { environment: registry.environment }),
    outputs: { digest: '${{ steps.existing.outputs.digest || steps.build.outputs.digest }}' },
    steps: [
      checkout,
      ...registry.login,
      {
        comment: 'No cached binary either: a cache can be written by a pull request.',
        name: 'Set up Buildx',
        uses: pinned('docker/setup-buildx-action'),
        with: { 'cache-binary': false },
      },
      {
        comment: registry.tagsAreTrusted ? lookComment.trusted : lookComment.untrusted,
        name: 'Look for the image',
        id: 'existing',
        ...(!registry.tagsAreTrusted ? { if: 'github.run_attempt > 1' } : {}),
        env: { IMAGE: reference },
        run: lookScript,
      },
      {
        name: 'Build and push',
        id: 'build',
        if: "steps.existing.outputs.digest == ''",
        uses: pinned('docker/build-push-action'),
        with: {
          context: image.context,
          file: image.dockerfile,
          push: true,
          tags: reference,
          ...(buildArguments.length === 0 ? {} : { 'build-args': buildArguments.join('\n') }),
          labels: [
            `org.opencontainers.image.source=https://github.com/${repositories.app.slug}`,
            'org.opencontainers.image.revision=${{ github.sha }}',
            '',
          ].join('\n'),
          provenance: 'mode=max',
          sbom: true,
        },
      },
    ],
  };
}

const lookComment = {
  trusted: 'A commit is built once: a second run takes the image that the first one pushed.',
  untrusted: [
    'A commit is built once: a second attempt takes the image that the first one pushed. The first attempt trusts none:',
    'who may push a branch may push any tag to GHCR.',
  ].join('\n'),
} as const;

/** Only "not found" means that there is none: any other failure must not lead to a second image of one commit. */
const lookScript = `if manifest=$(docker buildx imagetools inspect "$IMAGE" --format '{{json .Manifest}}' 2> "$RUNNER_TEMP/error"); then
  digest=$(jq --exit-status --raw-output .digest <<< "$manifest")
  echo "digest=$digest" >> "$GITHUB_OUTPUT"
  echo "$IMAGE exists: $digest"
elif ! grep --quiet 'not found' "$RUNNER_TEMP/error"; then
  cat "$RUNNER_TEMP/error" >&2
  exit 1
fi
`;
