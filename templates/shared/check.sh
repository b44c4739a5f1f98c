#!/usr/bin/env bash
# Checks this repository, here or in its workflow.
#
#   bash .gitops-app/shared/check.sh generated-files    every generated file is what its app's config says (npx)
#   bash .gitops-app/shared/check.sh manifests          every chart renders, on every cluster, what Kubernetes knows; what
#                                                       has changed since the commit before (helm, kubeconform)
#
# KUBERNETES_SCHEMAS is where kubeconform finds the schemas of Kubernetes' objects, where it cannot reach GitHub.
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

# Names of the apps of a checkout.
apps() {
  local model
  for model in "$1"/.gitops-app/*/model.json; do
    [[ ! -f "$model" ]] || basename "$(dirname "$model")"
  done
}

# Each app with the generator that wrote it: two apps may be at two versions.
generated_files() {
  local app package version failed=0
  for app in $(apps .); do
    if ! package=$(jq --exit-status --raw-output .generator.package ".gitops-app/$app/model.json") ||
      ! version=$(jq --exit-status --raw-output .generatorVersion ".gitops-app/$app/manifest.json"); then
      echo "::error::.gitops-app/$app does not say which generator wrote it: run generate in the app repository"
      failed=1
      continue
    fi
    echo "$app, by $package@$version"
    npx --yes "$package@$version" check --app "$app" --format github || failed=1
  done
  return "$failed"
}

manifests() {
  local failed=0 rendered before='' after
  rendered=$(mktemp -d)
  after=$rendered/after
  known_charts || failed=1
  lint || failed=1
  render . "$after" || failed=1
  objects "$after" || failed=1
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

# Charts of others may stand beside ours. One of ours must not leave the checks by losing its model.
known_charts() {
  local chart app failed=0
  for chart in charts/*/; do
    app=$(basename "$chart")
    [[ -d "$chart" && ! -f ".gitops-app/$app/model.json" ]] || continue
    if git cat-file -e "HEAD^1:.gitops-app/$app/model.json" 2> /dev/null; then
      echo "::error::.gitops-app/$app/model.json is gone and charts/$app is still there: remove both, or neither"
      failed=1
    else
      echo "charts/$app belongs to no app of .gitops-app: it is not checked"
    fi
  done
  return "$failed"
}

# Each app on each of its clusters, with the values that Argo CD combines.
lint() {
  local app chart targets environment cluster namespace version failed=0
  for app in $(apps .); do
    chart=charts/$app
    targets=$(targets . "$app") || return 1
    while IFS=$'\t' read -r environment cluster namespace version; do
      echo "helm lint: $app, $environment on $cluster"
      helm lint --strict --quiet "$chart" --namespace "$namespace" --kube-version "$version" \
        --values "$chart/$environment-values.yaml" --values "$chart/clusters/$environment-$cluster-values.yaml" || failed=1
    done <<< "$targets"
  done
  return "$failed"
}

# One file for each app on each of its clusters: $1 is the folder of the repository, $2 where to.
render() {
  local app chart targets environment cluster namespace version failed=0
  mkdir -p "$2"
  for app in $(apps "$1"); do
    chart=$1/charts/$app
    mkdir -p "$2/$app"
    targets=$(targets "$1" "$app") || return 1
    while IFS=$'\t' read -r environment cluster namespace version; do
      helm template "$app" "$chart" --namespace "$namespace" --kube-version "$version" \
        --values "$chart/$environment-values.yaml" --values "$chart/clusters/$environment-$cluster-values.yaml" \
        > "$2/$app/$environment on $cluster" || {
        echo "::error::charts/$app does not render: $environment on $cluster"
        failed=1
      }
    done <<< "$targets"
  done
  return "$failed"
}

# What was rendered, against the schemas of the Kubernetes version of its cluster: a field that it does not know, it would
# drop or refuse. Objects of custom resources have no schema there and are left out.
objects() {
  local app targets environment cluster _namespace version output failed=0
  if ! command -v kubeconform > /dev/null; then
    echo 'kubeconform is not installed: whether Kubernetes knows every field is not checked'
    return
  fi
  for app in $(apps .); do
    targets=$(targets . "$app") || return 1
    while IFS=$'\t' read -r environment cluster _namespace version; do
      echo "kubeconform: $app, $environment on $cluster"
      if output=$(kubeconform -strict -summary -ignore-missing-schemas -kubernetes-version "$version.0" \
        -schema-location "${KUBERNETES_SCHEMAS:-default}" < "$1/$app/$environment on $cluster" 2>&1); then
        echo "$output"
        [[ "$output" != *'Valid: 0,'* ]] || echo "::warning::nothing was checked: there are no schemas of Kubernetes $version"
        continue
      fi
      failed=1
      echo "$output"
      case $output in
        *' is invalid'*) echo "::error::charts/$app renders what Kubernetes $version does not know: $environment on $cluster" ;;
        # No network, or a schema server that refuses.
        *) echo "::error::the objects of charts/$app could not be checked: $environment on $cluster. See above, then run this again" ;;
      esac
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

# What the change does, as the summary of the run: at most 900 kB of it, GitHub takes 1 MiB.
report() {
  local LC_ALL=C output=${GITHUB_STEP_SUMMARY:-/dev/stdout} difference rest=''
  difference=$(cd "$(dirname "$1")" && git diff --no-index --stat --patch -- before after || true)
  if [[ -z "$difference" ]]; then
    echo 'No rendered manifest changes.' >> "$output"
    return
  fi
  if ((${#difference} > 900000)); then
    difference=${difference:0:900000}
    difference=${difference%$'\n'*}
    rest=$'\nThe rest is cut off: check.sh shows all of it in a checkout.'
  fi
  {
    echo '## What changes on the clusters'
    echo
    # Longer than any fence that a manifest may hold.
    echo '``````````diff'
    echo "$difference"
    echo '``````````'
    echo "$rest"
  } >> "$output"
}

main "$@"
