#!/usr/bin/env bash
# Brings back the images that an environment had before, by a commit on the default branch, and holds it: CD writes
# nothing there until the hold is released.
#
#   REQUEST=… DEFAULT_BRANCH=main GH_TOKEN=… bash .gitops-app/shared/rollback.sh
#
# git revert would take along what else the commit has changed, and stop where later changes stand beside the images.
# This restores the images alone; for a commit of CD, which changes nothing else, the two are the same.
set -euo pipefail
# shellcheck source=release.sh
source "${BASH_SOURCE%/*}/release.sh"

main() {
  local app environment values holds
  app=$(field app)
  environment=$(field environment)
  values=$(field values)
  holds=.gitops-app/$app/holds.json

  for ((try = 1; try <= TRIES; try++)); do
    if to_newest; then
      case $(field action) in
        roll-back) roll_back ;;
        release) release ;;
      esac
      if push "$DEFAULT_BRANCH"; then
        report
        return
      fi
    fi
    pause "$try"
  done
  fail "$DEFAULT_BRANCH could not be pushed to in $TRIES tries; run this again"
}

roll_back() {
  local target now images delivered subject trailers
  now=$(images_of HEAD "$values")
  target=$(find_release)
  git -C "$work" cat-file -e "$target:$values" 2> /dev/null || fail "$values is not in commit $target"
  images=$(images_of "$target" "$values")
  delivered=$(jq --argjson now "$now" '. as $before | all($now | keys[]; ($before[.].tag // "") != "")' <<< "$images")
  [[ "$delivered" == true ]] || fail "In commit $target not every image of $environment had been delivered"
  images=$(jq --compact-output --argjson now "$now" 'with_entries(select(.key | in($now)))' <<< "$images")
  [[ "$images" != "$now" || -z "$(hold_of "$app" "$environment")" ]] || leave_as_it_is "$environment of $app has these images and is held already"

  write_images "$values" "$images"
  set_hold "$(jq --null-input --arg since "$(date --utc +%Y-%m-%dT%H:%M:%SZ)" --arg by "$(field actor)" --arg reason "$(field reason)" '{$since, $by, $reason}')"
  subject="Roll back $app in $environment to $(jq --raw-output '[.[].tag[:12]] | unique | join(", ")' <<< "$images")"
  mapfile -t trailers < <(image_trailers "$images")
  commit "$subject" "${trailers[@]}" "Rolled-Back-To: $target" "Started-By: $(field actor)" "Reason: $(field reason)" \
    "CD-Run: $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
}

# The commit whose images are wanted. `previous` is the release before this one; the release that a rollback has left
# is never it, however often one rolls back.
find_release() {
  local to now commit origin=HEAD
  to=$(field to)
  if [[ "$to" != previous ]]; then
    commit=$(git -C "$work" rev-parse --verify --quiet "$to^{commit}") || fail "There is no commit $to here"
    git -C "$work" merge-base --is-ancestor "$commit" HEAD || fail "Commit $to is not in the history of $DEFAULT_BRANCH"
    echo "$commit"
    return
  fi
  now=$(images_of HEAD "$values")
  while [[ -n "$origin" ]]; do
    local next=''
    for commit in $(git -C "$work" log --format=%H "$origin" -- "$values"); do
      if [[ "$(images_of "$commit" "$values")" != "$now" ]]; then
        echo "$commit"
        return
      fi
      next=$(git -C "$work" log -1 --format='%(trailers:key=Rolled-Back-To,valueonly,separator=)' "$commit")
      [[ -z "$next" ]] || break
    done
    origin=$next
  done
  fail "$environment of $app has had no other images"
}

release() {
  [[ -n "$(hold_of "$app" "$environment")" ]] || leave_as_it_is "$environment of $app is not held"
  set_hold null
  commit "Release $app in $environment" "Started-By: $(field actor)" "Reason: $(field reason)" \
    "CD-Run: $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
}

# $1 is the hold as JSON, or null to end it.
set_hold() {
  local before='{}'
  [[ ! -f "$work/$holds" ]] || before=$(cat "$work/$holds")
  jq --sort-keys --arg environment "$environment" --argjson hold "$1" '.[$environment] = $hold | with_entries(select(.value != null))' <<< "$before" > "$work/$holds"
}

report() {
  local application
  summary "$(git -C "$work" log -1 --format='%s: %H')"
  if [[ "$(field action)" == roll-back ]]; then
    for application in $(jq --raw-output '.manualSync[]' <<< "$REQUEST"); do
      summary "- sync it: \`argocd app sync $application\`"
    done
    summary "- end the hold: \`gh workflow run rollback.yaml --repo $GITHUB_REPOSITORY --ref $DEFAULT_BRANCH -f app=$app -f environment=$environment -f action=release -f to=previous -f reason='why'\`"
  fi
}

main "$@"
