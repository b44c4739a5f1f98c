#!/usr/bin/env bash
# Checks this repository, locally or in its workflow.
#
#   bash .gitops-app/shared/check.sh generated-files    every generated file matches the config of its app (needs npm)
#   bash .gitops-app/shared/check.sh manifests          every chart renders valid objects for every cluster, Argo CD deploys
#                                                       this repository alone, and what changes since the parent commit
#                                                       (needs helm; uses kubeconform)
#
# Set KUBERNETES_SCHEMAS to a schema location of kubeconform where GitHub is not reachable.
set -euo pipefail

main() {
  local failed=0
  case ${1:-} in
    generated-files) check_generated_files || failed=1 ;;
    manifests) check_manifests || failed=1 ;;
    *)
      echo "Usage: check.sh generated-files | manifests" >&2
      exit 1
      ;;
  esac
  exit "$failed"
}

# Prints the names of the apps in repository $1.
list_apps() {
  local model
  for model in "$1"/.gitops-app/*/model.json; do
    [[ ! -f "$model" ]] || basename "$(dirname "$model")"
  done
}

# Prints a line per release in repository $1: app, environment, cluster, namespace, Kubernetes version (tab-separated).
list_releases() {
  local app
  for app in $(list_apps "$1"); do
    jq --raw-output --arg app "$app" '
      (.clusters | map({key: .name, value: .kubernetesVersion}) | from_entries) as $versions
      | .environments[]
      | .namespace as $namespace
      | .targets[]
      | [$app, .environment, .cluster, $namespace, $versions[.cluster]]
      | @tsv' "$1/.gitops-app/$app/model.json" || return 1
  done
}

# Runs each app's check with the generator that wrote it: two apps may use different versions.
check_generated_files() {
  local app package version lock failed=0
  for app in $(list_apps .); do
    if ! package=$(jq --exit-status --raw-output .generator.package ".gitops-app/$app/model.json") ||
      ! version=$(jq --exit-status --raw-output .generatorVersion ".gitops-app/$app/manifest.json"); then
      echo "::error::.gitops-app/$app does not record its generator: run generate in the app repository"
      failed=1
      continue
    fi
    echo "$app: $package@$version"
    lock=.gitops-app/$app/generator-lock.json
    # The record decides: a deleted lock must not go unnoticed.
    if jq --exit-status .generator ".gitops-app/$app/manifest.json" > /dev/null; then
      bash .gitops-app/shared/run-generator.sh "$lock" "$package@$version" check --app "$app" --format github || failed=1
    else
      echo "::warning::$package@$version is not locked: what the registry has under this name runs here"
      npx --yes ${GENERATOR_REGISTRY:+"--${package%%/*}:registry=$GENERATOR_REGISTRY"} "$package@$version" check --app "$app" --format github || failed=1
    fi
  done
  return "$failed"
}

check_manifests() {
  local failed=0 temporary
  temporary=$(mktemp -d)
  check_charts_without_app || failed=1
  check_argocd "$temporary/argocd" || failed=1
  lint_charts || failed=1
  render_charts . "$temporary/after" || failed=1
  validate_objects "$temporary/after" || failed=1
  if git rev-parse --verify --quiet HEAD^1 > /dev/null; then
    git worktree add --quiet --detach "$temporary/parent" HEAD^1
    # Ignore errors of the parent commit: this change did not cause them.
    render_charts "$temporary/parent" "$temporary/before" > /dev/null 2>&1 || true
    git worktree remove --force "$temporary/parent"
    summarize_changes "$temporary"
  fi
  return "$failed"
}

# Other charts may share this repository, but a chart of ours must not escape the checks by losing its model.
check_charts_without_app() {
  local chart app failed=0
  for chart in charts/*/; do
    app=$(basename "$chart")
    [[ -d "$chart" && ! -f ".gitops-app/$app/model.json" ]] || continue
    if git cat-file -e "HEAD^1:.gitops-app/$app/model.json" 2> /dev/null; then
      echo "::error::.gitops-app/$app/model.json was deleted but charts/$app still exists: delete both or neither"
      failed=1
    else
      echo "charts/$app is not checked: it belongs to no app in .gitops-app"
    fi
  done
  return "$failed"
}

# Checks what the root Application syncs, with a copy in folder $1: Argo CD would deploy whatever is merged there.
check_argocd() {
  local errors error
  [[ -d argocd && -n "$(list_apps .)" ]] || return 0
  echo 'Argo CD: AppProjects and Applications'
  mkdir -p "$1/templates"
  # Argo CD follows symbolic links too.
  cp -RL argocd "$1/argocd"
  # Helm reads YAML as Argo CD does.
  printf 'apiVersion: v2\nname: argocd\nversion: 0.0.0\n' > "$1/Chart.yaml"
  cat > "$1/templates/files.yaml" << 'TEMPLATE'
{{- $files := list }}
{{- range $path, $_ := .Files.Glob "argocd/**.yaml" }}
{{- $files = append $files (dict "path" $path "text" ($.Files.Get $path) "object" ($.Files.Get $path | fromYaml)) }}
{{- end }}
{{ dict "files" $files | toJson }}
TEMPLATE
  helm template argocd "$1" | tail -n 1 > "$1.json" || return 1
  errors=$(jq --slurp --raw-output --slurpfile files "$1.json" --from-file .gitops-app/shared/argocd.jq .gitops-app/*/model.json) || return 1
  [[ -n "$errors" ]] || return 0
  while IFS= read -r error; do
    echo "::error::$error"
  done <<< "$errors"
  return 1
}

# Lints each release with the values that Argo CD combines.
lint_charts() {
  local releases app environment cluster namespace version chart failed=0
  releases=$(list_releases .) || return 1
  while IFS=$'\t' read -r app environment cluster namespace version; do
    [[ -n "$app" ]] || continue
    echo "helm lint: $app, $environment on $cluster"
    chart=charts/$app
    helm lint --strict --quiet "$chart" --namespace "$namespace" --kube-version "$version" \
      --values "$chart/$environment-values.yaml" \
      --values "$chart/clusters/$environment-$cluster-values.yaml" || failed=1
  done <<< "$releases"
  return "$failed"
}

# Renders each release in repository $1 to a file in folder $2.
render_charts() {
  local releases app environment cluster namespace version chart failed=0
  mkdir -p "$2"
  releases=$(list_releases "$1") || return 1
  while IFS=$'\t' read -r app environment cluster namespace version; do
    [[ -n "$app" ]] || continue
    chart=$1/charts/$app
    mkdir -p "$2/$app"
    helm template "$app" "$chart" --namespace "$namespace" --kube-version "$version" \
      --values "$chart/$environment-values.yaml" \
      --values "$chart/clusters/$environment-$cluster-values.yaml" > "$2/$app/$environment on $cluster" || {
      echo "::error::charts/$app does not render: $environment on $cluster"
      failed=1
    }
  done <<< "$releases"
  return "$failed"
}

# Validates the rendered releases in folder $1 against the schemas of each cluster's Kubernetes version, which has none
# for custom resources.
validate_objects() {
  local releases app environment cluster _namespace version output failed=0
  if ! command -v kubeconform > /dev/null; then
    echo 'Objects are not validated: kubeconform is not installed'
    return
  fi
  releases=$(list_releases .) || return 1
  while IFS=$'\t' read -r app environment cluster _namespace version; do
    [[ -n "$app" ]] || continue
    echo "kubeconform: $app, $environment on $cluster"
    if output=$(kubeconform -strict -summary -ignore-missing-schemas -kubernetes-version "$version.0" \
      -schema-location "${KUBERNETES_SCHEMAS:-default}" < "$1/$app/$environment on $cluster" 2>&1); then
      echo "$output"
      if [[ "$output" == *'Valid: 0,'* ]]; then
        echo "::warning::No object was validated: there are no schemas of Kubernetes $version"
      fi
      continue
    fi
    failed=1
    echo "$output"
    if [[ "$output" == *' is invalid'* ]]; then
      echo "::error::charts/$app renders invalid objects for Kubernetes $version: $environment on $cluster"
    else
      # No network, or the schema server failed.
      echo "::error::Could not validate charts/$app: $environment on $cluster. See above, then run this again"
    fi
  done <<< "$releases"
  return "$failed"
}

# Shows the difference between the folders before and after in $1 as the job summary.
summarize_changes() {
  # Bytes, not characters: GitHub allows a summary of 1 MiB.
  local LC_ALL=C limit=900000 output=${GITHUB_STEP_SUMMARY:-/dev/stdout} difference rest=''
  difference=$(cd "$1" && git diff --no-index --stat --patch -- before after || true)
  if [[ -z "$difference" ]]; then
    echo 'No rendered manifest changes.' >> "$output"
    return
  fi
  if ((${#difference} > limit)); then
    difference=${difference:0:limit}
    difference=${difference%$'\n'*}
    rest=$'\nThe diff is truncated. Run check.sh locally to see all of it.'
  fi
  {
    echo '## Changes to rendered manifests'
    echo
    # A longer fence than any in a manifest.
    echo '``````````diff'
    echo "$difference"
    echo '``````````'
    echo "$rest"
  } >> "$output"
}

main "$@"
