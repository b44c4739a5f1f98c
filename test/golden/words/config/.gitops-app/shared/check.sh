#!/usr/bin/env bash
# Checks this repository, locally or in its workflow.
#
#   bash .gitops-app/shared/check.sh generated-files    every generated file matches the config of its app (needs npm)
#   bash .gitops-app/shared/check.sh manifests          every chart renders valid objects for every cluster, Argo CD deploys
#                                                       this repository alone, and what changes since the parent commit
#                                                       (needs helm; uses kubeconform)
#
# With a commit after it, only the apps that a change since then can reach: HEAD^1, for example.
# Set KUBERNETES_SCHEMAS to a schema location of kubeconform where GitHub is not reachable.
set -euo pipefail

main() {
  local failed=0 since=${2:-}
  if [[ -n "$since" ]] && ! git rev-parse --verify --quiet "$since^{commit}" > /dev/null; then
    echo "::error::This clone has no commit $since" >&2
    exit 1
  fi
  case ${1:-} in
    generated-files) check_generated_files "$since" || failed=1 ;;
    manifests) check_manifests "$since" || failed=1 ;;
    *)
      echo "Usage: check.sh generated-files | manifests [COMMIT]" >&2
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

# Prints the apps whose objects a change since commit $1 can reach, by paths alone: what a change writes into a record or a
# model hides no other change. Without a commit, prints all apps.
list_reached_apps() {
  local changed path app
  # A link may lead to the files of another app.
  if [[ -z "$1" || -n "$(find charts .gitops-app -type l 2> /dev/null)" ]]; then
    list_apps .
    return
  fi
  changed=$(mktemp)
  git diff --name-only --no-renames --no-ext-diff --ignore-submodules=none -z "$1" -- > "$changed" || return 1
  git ls-files --others --exclude-standard -z >> "$changed" || return 1
  while IFS= read -r -d '' path; do
    case $path in
      charts/*/* | .gitops-app/*/model.json)
        app=${path#*/}
        app=${app%%/*}
        # Without a model, the chart is nobody's.
        [[ ! -f ".gitops-app/$app/model.json" ]] || echo "$app"
        ;;
      .gitops-app/shared/*) list_apps . ;;
      # What no chart reads. What Argo CD syncs is checked as a whole.
      .gitops-app/*/* | argocd/* | docs/* | README.md | .github/CODEOWNERS) ;;
      *) list_apps . ;;
    esac
  done < "$changed" | sort -u
}

# Prints a line per release of apps $2 in repository $1: app, environment, cluster, namespace, Kubernetes version
# (tab-separated).
list_releases() {
  local app model
  for app in $2; do
    model=$1/.gitops-app/$app/model.json
    [[ -f "$model" ]] || continue
    jq --raw-output --arg app "$app" '
      (.clusters | map({key: .name, value: .kubernetesVersion}) | from_entries) as $versions
      | .environments[]
      | .namespace as $namespace
      | .targets[]
      | [$app, .environment, .cluster, $namespace, $versions[.cluster]]
      | @tsv' "$model" || return 1
  done
}

# Runs each app's check with the generator that wrote it, once for all apps that it is locked for: two apps may use different
# versions. With commit $1, checks only what a change since then can reach.
check_generated_files() {
  local app package version lock generators generator previous='' apps=() failed=0
  generators=$(mktemp)
  for app in $(list_apps .); do
    if ! package=$(jq --exit-status --raw-output .generator.package ".gitops-app/$app/model.json") ||
      ! version=$(jq --exit-status --raw-output .generatorVersion ".gitops-app/$app/manifest.json"); then
      echo "::error::.gitops-app/$app does not record its generator: run generate in the app repository"
      failed=1
      continue
    fi
    lock=unlocked
    # The record decides: a deleted lock must not go unnoticed.
    if jq --exit-status .generator ".gitops-app/$app/manifest.json" > /dev/null; then
      lock=$(git hash-object ".gitops-app/$app/generator-lock.json") || lock=missing
    fi
    printf '%s %s\t%s\n' "$package@$version" "$lock" "$app" >> "$generators"
  done
  while IFS=$'\t' read -r generator app; do
    if [[ "$generator" != "$previous" && -n "$previous" ]]; then
      run_generator "$1" "$previous" "${apps[@]}" || failed=1
      apps=()
    fi
    previous=$generator
    apps+=("$app")
  done < <(sort "$generators")
  [[ -z "$previous" ]] || run_generator "$1" "$previous" "${apps[@]}" || failed=1
  return "$failed"
}

# Checks the apps after $2, whose generator $2 is "PACKAGE@VERSION LOCK", since commit $1.
run_generator() {
  local since=$1 package=${2% *} lock=${2##* } app arguments=()
  shift 2
  echo "$package: $*"
  for app in "$@"; do
    arguments+=(--app "$app")
  done
  [[ -z "$since" ]] || arguments+=(--changed-since "$since")
  if [[ "$lock" == unlocked ]]; then
    echo "::warning::$package is not locked: what the registry has under this name runs here"
    npx --yes ${GENERATOR_REGISTRY:+"--${package%%/*}:registry=$GENERATOR_REGISTRY"} "$package" check "${arguments[@]}" --format github
  else
    bash .gitops-app/shared/run-generator.sh ".gitops-app/$1/generator-lock.json" "$package" check "${arguments[@]}" --format github
  fi
}

# With commit $1, checks only what a change since then can reach.
check_manifests() {
  local failed=0 temporary apps app
  temporary=$(mktemp -d)
  mkdir "$temporary/before" "$temporary/after"
  check_charts_without_app || failed=1
  check_argocd "$temporary/argocd" || failed=1
  apps=$(list_reached_apps "$1") || return 1
  list_releases . "$apps" > "$temporary/releases" || return 1
  check_releases "$temporary" || failed=1
  validate_objects "$temporary" || failed=1
  if git rev-parse --verify --quiet HEAD^1 > /dev/null; then
    apps=$(list_reached_apps HEAD^1) || return 1
    for app in "$temporary"/after/*; do
      grep --quiet --fixed-strings --line-regexp "$(basename "$app")" <<< "$apps" || rm -rf "$app"
    done
    git worktree add --quiet --detach "$temporary/parent" HEAD^1
    # Ignore errors of the parent commit: this change did not cause them.
    list_releases "$temporary/parent" "$apps" > "$temporary/releases-before" 2> /dev/null || true
    for_each_release "$temporary/releases-before" render_release "$temporary/parent" "$temporary/before" > /dev/null 2>&1 || true
    git worktree remove --force "$temporary/parent"
    summarize_changes "$temporary"
  fi
  return "$failed"
}

# Calls a function for each release in file $1, with the arguments after it and the fields of the release, as many at once
# as there are processors. Fails if one does.
for_each_release() {
  local function=$2
  [[ -s "$1" ]] || return 0
  # shellcheck disable=SC2016 # the other shell expands it
  tr '\t\n' '\0\0' < "$1" | xargs -0 -n 5 -P "$(getconf _NPROCESSORS_ONLN)" bash -c '"$@"' check.sh "$function" "${@:3}"
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

# Lints and renders the releases listed in folder $1, several at once, and prints what they say in order.
check_releases() {
  local app environment cluster failed=0
  for_each_release "$1/releases" check_release "$1" || failed=1
  while IFS=$'\t' read -r app environment cluster _; do
    cat "$1/log/$app/$environment on $cluster"
  done < "$1/releases"
  return "$failed"
}

# Lints a release with the values that Argo CD combines, and renders it to folder $1.
# shellcheck disable=SC2329 # for_each_release calls it.
check_release() {
  local folder=$1 app=$2 environment=$3 cluster=$4 namespace=$5 version=$6 chart=charts/$2 failed=0
  mkdir -p "$folder/log/$app"
  {
    echo "helm lint: $app, $environment on $cluster"
    helm lint --strict --quiet "$chart" --namespace "$namespace" --kube-version "$version" \
      --values "$chart/$environment-values.yaml" \
      --values "$chart/clusters/$environment-$cluster-values.yaml" || failed=1
    render_release . "$folder/after" "${@:2}" || {
      echo "::error::charts/$app does not render: $environment on $cluster"
      failed=1
    }
  } > "$folder/log/$app/$environment on $cluster" 2>&1
  return "$failed"
}

# Renders a release in repository $1 to a file in folder $2.
# shellcheck disable=SC2329
render_release() {
  local app=$3 environment=$4 cluster=$5 namespace=$6 version=$7 chart=$1/charts/$3
  mkdir -p "$2/$app"
  helm template "$app" "$chart" --namespace "$namespace" --kube-version "$version" \
    --values "$chart/$environment-values.yaml" \
    --values "$chart/clusters/$environment-$cluster-values.yaml" > "$2/$app/$environment on $cluster.yaml"
}

# What the shells of for_each_release call.
export -f check_release render_release

# Validates the rendered releases in folder $1 against the schemas of each cluster's Kubernetes version, which has none
# for custom resources. One process reads each schema of a version once.
validate_objects() {
  local version output failed=0
  if ! command -v kubeconform > /dev/null; then
    echo 'Objects are not validated: kubeconform is not installed'
    return
  fi
  while IFS= read -r version; do
    echo "kubeconform: Kubernetes $version"
    if output=$(rendered_files "$1" "$version" | tr '\n' '\0' | xargs -0 kubeconform -strict -summary -ignore-missing-schemas \
      -kubernetes-version "$version.0" -schema-location "${KUBERNETES_SCHEMAS:-default}" 2>&1); then
      echo "$output"
      if [[ "$output" == *'Valid: 0,'* ]]; then
        echo "::warning::No object was validated: there are no schemas of Kubernetes $version"
      fi
      continue
    fi
    failed=1
    echo "$output"
    report_invalid "$1" "$version" "$output"
  done < <(cut -f 5 "$1/releases" | sort -u)
  return "$failed"
}

# Prints the files of folder $1 that are rendered for Kubernetes version $2. kubeconform reads no others than .yaml.
rendered_files() {
  local app environment cluster version
  while IFS=$'\t' read -r app environment cluster _ version; do
    [[ "$version" != "$2" ]] || echo "$1/after/$app/$environment on $cluster.yaml"
  done < "$1/releases"
}

# Names each release of folder $1 and Kubernetes version $2 that kubeconform's output $3 is about.
report_invalid() {
  local file errors release named=0
  while IFS= read -r file; do
    errors=$(grep --fixed-strings "$file - " <<< "$3") || continue
    named=1
    release=${file#"$1/after/"}
    release=${release%.yaml}
    if [[ "$errors" == *' is invalid'* ]]; then
      echo "::error::charts/${release%%/*} renders invalid objects for Kubernetes $2: ${release#*/}"
    else
      # No network, or the schema server failed.
      echo "::error::Could not validate charts/${release%%/*}: ${release#*/}. See above, then run this again"
    fi
  done < <(rendered_files "$1" "$2")
  ((named)) || echo "::error::kubeconform failed. See above, then run this again"
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
