#!/usr/bin/env bash
# Validates the inputs of a run against the contract and the settings of the app, before anything is written.
#
#   bash .gitops-app/shared/validate.sh deploy|rollback
#
# Reads INPUTS (JSON), DEFAULT_BRANCH and the default variables of GitHub Actions. Writes the request, the
# approval that it requires and the attempt of this run to GITHUB_OUTPUT. Reports every problem as an error of the run and exits with 1.
set -euo pipefail
# shellcheck source=release.sh
source "${BASH_SOURCE%/*}/release.sh"

main() {
  local kind=$1 app delivery result problems problem

  # Another branch, or a tag of that name, would bring its own workflow and scripts, which nobody has reviewed.
  if [[ "$GITHUB_REF" != "refs/heads/$DEFAULT_BRANCH" ]]; then
    annotate error "This workflow runs only on $DEFAULT_BRANCH"
    exit 1
  fi

  # The name becomes part of a path, so match its pattern first.
  app=$(jq --raw-output '.app | tostring | select(test("\\A[a-z0-9-]{1,63}\\z"))' <<< "$INPUTS")
  delivery=.gitops-app/$app/delivery.json
  if [[ -z "$app" || ! -f "$delivery" ]]; then
    annotate error "Unknown app; known apps: $(list_apps)"
    exit 1
  fi

  result=$(
    jq --compact-output --from-file "$here/validate.jq" --arg kind "$kind" \
      --slurpfile contract "$here/contract.schema.json" --slurpfile delivery "$delivery" <<< "$INPUTS"
  )
  problems=$(jq --raw-output '.problems[]' <<< "$result")
  if [[ -n "$problems" ]]; then
    while IFS= read -r problem; do annotate error "$problem"; done <<< "$problems"
    exit 1
  fi
  REQUEST=$(jq --compact-output .request <<< "$result")
  read_fields
  [[ -z "$(field from)" ]] || add_source

  jq --raw-output '
    "request=\(tojson)",
    "approval=\(.approval)",
    "attempt=\(env.GITHUB_RUN_ATTEMPT)",
    "github_environment=\(.app)-\(.environment)"' <<< "$REQUEST" >> "$GITHUB_OUTPUT"
}

list_apps() {
  local file
  for file in .gitops-app/*/delivery.json; do
    basename "$(dirname "$file")"
  done | paste -sd ',' - | sed 's/,/, /g'
}

# Adds the images that the source of a promotion has now, and the CI runs that built them, to REQUEST. This happens
# before the approval, so that exactly the approved images are written.
add_source() {
  local values images delivered undelivered
  values=$(field fromValues)
  images=$(images_of . HEAD "$values")
  delivered=$(jq 'all(.[]; .tag != "")' <<< "$images")
  [[ "$delivered" == true ]] || fail "$(field from) has no image yet: run CI of $(field sourceRepository)"
  undelivered=$(undelivered_images . HEAD "$values" "$images")
  [[ -z "$undelivered" ]] ||
    fail "CD did not write these images of $(field from): $undelivered. Deploy to $(field from) again, or roll it back," \
      "and then promote"

  REQUEST=$(
    jq --compact-output --argjson images "$images" --argjson sources "$(sources_of HEAD "$(field app)" "$images")" \
      '. + {$images, $sources}' <<< "$REQUEST"
  )

  summary "$(field app): $(field from) → $(field environment)"
  summary "$(jq --raw-output 'to_entries[] | "- \(.key): \(.value.tag) \(.value.digest)"' <<< "$images")"
}

main "$@"
