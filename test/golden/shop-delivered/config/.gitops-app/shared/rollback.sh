#!/usr/bin/env bash
# Restores images that CD delivered to an environment before, by a commit on the default branch, and puts the environment
# on hold: CD deploys nothing there until somebody releases the hold. Also releases it.
#
#   REQUEST=… DEFAULT_BRANCH=main GH_TOKEN=… bash .gitops-app/shared/rollback.sh
#
# Not a git revert: that would also undo other changes of the commit, and conflict with later ones next to the images.
set -euo pipefail
# shellcheck source=write.sh
source "${BASH_SOURCE%/*}/write.sh"

main() {
  require_permission
  case $(field action) in
    roll-back) retry roll_back ;;
    release) retry release_hold ;;
  esac
}

# Commits the images of an earlier delivery and a hold, on top of the latest commit.
roll_back() {
  local app environment values head current target images sources hold trailers commit
  app=$(field app)
  environment=$(field environment)
  values=$(field values)
  head=$(latest_commit)
  current=$(images_of . "$head" "$values") || fail "Could not read $values; see above"
  target=$(target_delivery "$head" "$current")
  images=$(restorable_images "$target" "$current")
  hold=$(hold_of "$head" "$app" "$environment")
  if [[ "$images" == "$current" && -n "$hold" ]]; then
    nothing_to_do notice "$app in $environment already has these images and is on hold"
  fi

  sources=$(sources_of "$head" "$app" "$images")
  trailers=$(image_trailers "$images" && source_trailers "$sources" && echo "Rolled-Back-To: $target" && run_trailers)
  hold=$(jq '{since: (now | floor | todate), by: .actor, reason}' <<< "$REQUEST")
  commit=$(
    make_commit "$head" "Roll back $app in $environment to $(short_tags "$images")" "$trailers" \
      "$values" "$(store_values "$head" "$values" "$images")" \
      "$(holds_path "$app")" "$(store_hold "$head" "$hold")"
  )
  verify_commit "$commit" "$head" "$values" "$(holds_path "$app")"
  commit=$(publish "$commit" "$head")
  report "$commit"
}

# Prints the delivery to restore images from. $1 is the latest commit, $2 are the current images.
target_delivery() {
  local to values matches
  to=$(field to)
  values=$(field values)
  if [[ "$to" == previous ]]; then
    previous_delivery "$1" "$2"
    return
  fi
  # By prefix among the commits of the branch: git would take it for a branch or tag of that name first.
  matches=$(git rev-list --first-parent "$1" -- | grep -e "^$to") || true
  [[ -n "$matches" ]] || fail "There is no commit $to on $DEFAULT_BRANCH itself; pull requests are there as merged"
  [[ "$matches" != *$'\n'* ]] || fail "Several commits on $DEFAULT_BRANCH begin with $to"
  is_delivery . "$matches" "$values" ||
    fail "Commit $to did not deliver images to $(field environment). The roll-back runbook lists the ones that did"
  echo "$matches"
}

# Prints the latest delivery of other images than $2, up to commit $1. Past a rollback, the search continues at the
# delivery that it restored, so that repeated rollbacks go further back.
previous_delivery() {
  local values start=$1 delivery restored
  values=$(field values)
  while [[ -n "$start" ]]; do
    restored=''
    while read -r delivery; do
      if [[ "$(images_of . "$delivery" "$values")" != "$2" ]]; then
        echo "$delivery"
        return
      fi
      restored=$(restored_delivery . "$delivery" "$values")
      [[ -z "$restored" ]] || break
    done < <(deliveries . "$start" "$values")
    start=$restored
  done
  fail "CD has delivered no other images to $(field environment) before"
}

# Prints what delivery $1 has for each of the current images $2 (JSON).
restorable_images() {
  local values images undelivered
  values=$(field values)
  images=$(
    images_of . "$1" "$values" |
      jq --exit-status --compact-output --argjson current "$2" '
        . as $images
        | select(all($current | keys[]; ($images[.].tag // "") != ""))
        | with_entries(select(.key | in($current)))'
  ) || fail "In commit $1, not every image of $(field environment) had been delivered"
  undelivered=$(undelivered_images . "$1" "$values" "$images")
  [[ -z "$undelivered" ]] || fail "In commit $1, CD had not written these images of $(field environment): $undelivered"
  echo "$images"
}

# Commits the end of the hold, on top of the latest commit.
release_hold() {
  local app environment head hold commit
  app=$(field app)
  environment=$(field environment)
  head=$(latest_commit)
  hold=$(hold_of "$head" "$app" "$environment")
  [[ -n "$hold" ]] || nothing_to_do notice "$app in $environment is not on hold"
  commit=$(
    make_commit "$head" "Release the hold on $app in $environment" "$(run_trailers)" \
      "$(holds_path "$app")" "$(store_hold "$head" null)"
  )
  verify_commit "$commit" "$head" "$(holds_path "$app")"
  commit=$(publish "$commit" "$head")
  report "$commit"
}

# Stores the holds of commit $1 with $2 (JSON) as that of the environment, and prints their ID; null removes it.
store_hold() {
  holds_of "$1" "$(field app)" |
    jq --sort-keys --arg environment "$(field environment)" --argjson hold "$2" \
      '.[$environment] = $hold | with_entries(select(.value != null))' |
    git hash-object -w --stdin
}

run_trailers() {
  printf '%s\n' "Started-By: $(field actor)" "Reason: $(field reason)" "CD-Run: $(run_url)"
}

# Summarizes commit $1 and lists the next steps.
report() {
  local application
  summary "$(git log -1 --format='%s: %H' "$1" --)"
  [[ "$(field action)" == roll-back ]] || return 0
  for application in $(jq --raw-output '.manualSync[]' <<< "$REQUEST"); do
    summary "- Sync: \`argocd app sync $application\`"
  done
  summary "- Release the hold: \`gh workflow run rollback.yaml --repo $GITHUB_REPOSITORY --ref $DEFAULT_BRANCH" \
    "-f app=$(field app) -f environment=$(field environment) -f action=release -f to=previous -f reason='why'\`"
}

main "$@"
