#!/usr/bin/env bash
# Checks this repository, here or in its workflow.
#
#   bash .gitops-app/shared/check.sh generated-files    every generated file is what its app's config says (npx)
#   bash .gitops-app/shared/check.sh manifests          every chart renders, on every cluster; what has changed since the
#                                                       commit before (helm)
set -euo pipefail

main() {
  local command=${1:-} failed=0
  case $command in
    generated-files) generated_files || failed=1 ;;
    manifests) manifests || failed=1 ;;
    *)
      echo "check.sh generated-files | manifests" >&2
      exit 1
      ;;
  esac
  exit "$failed"
}

# Each app with the generator that wrote it: two apps may be at two versions.
generated_files() {
  local folder app package version failed=0
  for folder in .gitops-app/*/; do
    [[ -f "$folder/model.json" ]] || continue
    app=$(basename "$folder")
    package=$(jq --raw-output .generator.package "$folder/model.json")
    version=$(jq --raw-output .generatorVersion "$folder/manifest.json")
    echo "$app, by $package@$version"
    npx --yes "$package@$version" check --app "$app" --format github || failed=1
  done
  return "$failed"
}

manifests() {
  local failed=0 before='' after rendered folder
  rendered=$(mktemp -d)
  after=$rendered/after
  for folder in charts/*/; do
    echo "helm lint $folder"
    lint "$folder" || failed=1
  done
  render . "$after" || failed=1
  if git rev-parse --verify --quiet HEAD^1 > /dev/null; then
    git worktree add --quiet --detach "$rendered/tree" HEAD^1
    before=$rendered/before
    # What did not render before is no fault of this change.
    render "$rendered/tree" "$before" > /dev/null 2>&1 || true
    git worktree remove --force "$rendered/tree"
  fi
  [[ -z "$before" ]] || report "$before" "$after"
  return "$failed"
}

# Each of an app's environments with its values, as Argo CD combines them.
lint() {
  local targets environment cluster failed=0
  targets=$(targets . "$(basename "$1")") || return 1
  while IFS=$'\t' read -r environment cluster _; do
    helm lint --strict --quiet "$1" --values "$1/$environment-values.yaml" --values "$1/clusters/$environment-$cluster-values.yaml" || failed=1
  done <<< "$targets"
  return "$failed"
}

# One file for each environment on each cluster: $1 is the folder of the repository, $2 where to.
render() {
  local app chart targets environment cluster namespace version failed=0
  for chart in "$1"/charts/*/; do
    app=$(basename "$chart")
    mkdir -p "$2/$app"
    targets=$(targets "$1" "$app") || return 1
    while IFS=$'\t' read -r environment cluster namespace version; do
      helm template "$app" "$chart" --namespace "$namespace" --kube-version "$version" \
        --values "$chart/$environment-values.yaml" --values "$chart/clusters/$environment-$cluster-values.yaml" \
        > "$2/$app/$environment on $cluster" || failed=1
    done <<< "$targets"
  done
  return "$failed"
}

# Environment, cluster, namespace and Kubernetes version of each release of an app.
targets() {
  jq --raw-output '
    (.clusters | map({key: .name, value: .kubernetesVersion}) | from_entries) as $versions
    | .environments[] | .namespace as $namespace
    | .targets[] | [.environment, .cluster, $namespace, $versions[.cluster]] | @tsv' "$1/.gitops-app/$2/model.json"
}

# What the change does, as the summary of the run: at most 900 kB, GitHub takes 1 MiB.
report() {
  local output=${GITHUB_STEP_SUMMARY:-/dev/stdout} difference
  difference=$(cd "$(dirname "$1")" && git diff --no-index --stat --patch -- before after || true)
  if [[ -z "$difference" ]]; then
    echo 'No rendered manifest changes.' >> "$output"
  else
    {
      echo '## What changes on the clusters'
      echo
      # Longer than any fence that a manifest may hold.
      echo '``````````diff'
      head --bytes 900000 <<< "$difference"
      echo '``````````'
    } >> "$output"
  fi
}

main "$@"
