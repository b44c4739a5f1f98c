#!/usr/bin/env bash
# Holds a run's inputs to the contract and to what the app says of itself, before anything is written.
#
#   bash .gitops-app/shared/validate.sh deploy|rollback
#
# Reads INPUTS (JSON), DEFAULT_BRANCH and what GitHub sets in every run. Writes the request to GITHUB_OUTPUT, with the
# approval that it needs. Every problem becomes an error of the run; then it ends with 1.
set -euo pipefail
# shellcheck source=release.sh
source "${BASH_SOURCE%/*}/release.sh"

main() {
  local kind=$1 work=. app delivery verdict problems

  # The workflow file and this script are those of the chosen branch: only the default branch's have been reviewed.
  if [[ "$GITHUB_REF_NAME" != "$DEFAULT_BRANCH" ]]; then
    error "runs on $DEFAULT_BRANCH only"
    exit 1
  fi

  # The app's name becomes a path, so it is held to its pattern first.
  app=$(jq --raw-output '.app | tostring | select(test("\\A[a-z0-9-]{1,63}\\z"))' <<< "$INPUTS")
  delivery=.gitops-app/$app/delivery.json
  if [[ -z "$app" || ! -f "$delivery" ]]; then
    error "there is no app of that name here: .gitops-app has $(cd .gitops-app && printf '%s\n' */delivery.json | sed 's#/.*##' | paste -sd ' ')"
    exit 1
  fi

  verdict=$(jq --compact-output --from-file "$here/validate.jq" \
    --slurpfile contract "$here/contract.schema.json" --slurpfile delivery "$delivery" --arg kind "$kind" \
    <<< "$INPUTS")
  problems=$(jq --raw-output '.problems[]' <<< "$verdict")
  if [[ -n "$problems" ]]; then
    while IFS= read -r problem; do error "$problem"; done <<< "$problems"
    exit 1
  fi
  REQUEST=$(jq --compact-output .request <<< "$verdict")
  [[ -z "$(field from)" ]] || add_source
  jq --raw-output '"request=\(tojson)", "approval=\(.approval)", "github_environment=\(.app)-\(.environment)"' <<< "$REQUEST" >> "$GITHUB_OUTPUT"
}

# A promotion gets what its source has now, before anybody approves it: what is approved is what is written. Where the
# images come from is told by the commit that wrote them.
add_source() {
  local values images delivered writer source=null
  values=$(field fromValues)
  images=$(images_of HEAD "$values")
  delivered=$(jq 'all(.[]; .tag != "")' <<< "$images")
  [[ "$delivered" == true ]] || fail "$(field from) has no image yet: run CI of $(field sourceRepository)"
  writer=$(git log -1 --extended-regexp --grep='^Source-Run: [0-9]+$' --format=%H -- "$values")
  if [[ -n "$writer" && "$(images_of "$writer" "$values")" == "$images" ]]; then
    source=$(jq --null-input --arg repository "$(trailer Source-Repository)" --arg sha "$(trailer Source-Commit)" \
      --arg run_id "$(trailer Source-Run)" '{$repository, $sha, run_id: ($run_id | tonumber)}')
  fi
  REQUEST=$(jq --compact-output --argjson images "$images" --argjson source "$source" '. + {$images, $source}' <<< "$REQUEST")
  summary "$(field app): $(field from) → $(field environment)"
  jq --raw-output 'to_entries[] | "- \(.key): \(.value.tag) \(.value.digest)"' <<< "$images" | tee -a "$GITHUB_STEP_SUMMARY"
}

trailer() {
  git log -1 --format="%(trailers:key=$1,valueonly,separator=)" "$writer"
}

# An annotation; a percent sign would start an escape in it.
error() {
  echo "::error::${1//%/%25}"
}

main "$@"
