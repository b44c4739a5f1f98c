#!/usr/bin/env bash
# Restores images that an environment had before, by a commit on the default branch, and puts the environment on hold:
# CD deploys nothing there until somebody releases the hold. Also releases it.
#
#   REQUEST=… DEFAULT_BRANCH=main GH_TOKEN=… bash .gitops-app/shared/rollback.sh
#
# Not a git revert: that would also undo other changes of the commit, and conflict with later ones next to the images.
set -euo pipefail
# shellcheck source=release.sh
source "${BASH_SOURCE%/*}/release.sh"

main() {
  local work attempt
  work=$(mktemp -d)

  for ((attempt = 1; attempt <= TRIES; attempt++)); do
    if checkout_latest "$work"; then
      case $(field action) in
        roll-back) roll_back "$work" ;;
        release) release_hold "$work" ;;
      esac
      if push "$work" "$DEFAULT_BRANCH"; then
        report "$work"
        return
      fi
    fi
    pause "$attempt"
  done
  fail "Could not push to $DEFAULT_BRANCH in $TRIES attempts. Run this workflow again"
}

# Commits the images of an earlier release and a hold in worktree $1.
roll_back() {
  local work=$1 app environment values current target images hold trailers
  app=$(field app)
  environment=$(field environment)
  values=$(field values)
  current=$(images_of "$work" HEAD "$values")
  target=$(target_commit "$work" "$current")
  images=$(restorable_images "$work" "$target" "$current")
  hold=$(hold_of "$work" "$app" "$environment")
  if [[ "$images" == "$current" && -n "$hold" ]]; then
    nothing_to_do "$app in $environment already has these images and is on hold"
  fi

  write_images "$work" "$values" "$images"
  set_hold "$work" "$(jq '{since: (now | floor | todate), by: .actor, reason}' <<< "$REQUEST")"
  trailers=$(image_trailers "$images" && echo "Rolled-Back-To: $target" && run_trailers)
  commit "$work" "Roll back $app in $environment to $(short_tags "$images")" "$trailers"
}

# Prints the commit to restore images from. $1 is the worktree, $2 the current images.
target_commit() {
  local to commit
  to=$(field to)
  if [[ "$to" == previous ]]; then
    previous_release "$1" "$2"
    return
  fi
  commit=$(git -C "$1" rev-parse --verify --quiet "$to^{commit}") || fail "There is no commit $to in this repository"
  git -C "$1" merge-base --is-ancestor "$commit" HEAD || fail "Commit $to is not in the history of $DEFAULT_BRANCH"
  echo "$commit"
}

# Prints the latest commit with images other than $2 in worktree $1. Past a rollback, the search continues at the
# commit that it restored, so that repeated rollbacks go further back.
previous_release() {
  local values start=HEAD candidate origin
  values=$(field values)
  while [[ -n "$start" ]]; do
    origin=''
    for candidate in $(git -C "$1" log --format=%H "$start" -- "$values"); do
      if [[ "$(images_of "$1" "$candidate" "$values")" != "$2" ]]; then
        echo "$candidate"
        return
      fi
      origin=$(trailer "$1" "$candidate" Rolled-Back-To)
      [[ -z "$origin" ]] || break
    done
    start=$origin
  done
  fail "$(field app) in $(field environment) has had no other images"
}

# Prints what commit $2 has for each of the current images $3 (JSON). $1 is the worktree.
restorable_images() {
  local values images
  values=$(field values)
  git -C "$1" cat-file -e "$2:$values" 2> /dev/null || fail "There is no $values in commit $2"
  images=$(images_of "$1" "$2" "$values") || return 1
  jq --exit-status --compact-output --argjson current "$3" '
    . as $images
    | select(all($current | keys[]; ($images[.].tag // "") != ""))
    | with_entries(select(.key | in($current)))' <<< "$images" ||
    fail "In commit $2, not every image of $(field environment) had been delivered"
}

# Commits the end of the hold in worktree $1.
release_hold() {
  local work=$1 app environment hold
  app=$(field app)
  environment=$(field environment)
  hold=$(hold_of "$work" "$app" "$environment")
  [[ -n "$hold" ]] || nothing_to_do "$app in $environment is not on hold"
  set_hold "$work" null
  commit "$work" "Release the hold on $app in $environment" "$(run_trailers)"
}

# Sets the hold of the environment in worktree $1 to $2 (JSON); null removes it.
set_hold() {
  local file holds='{}'
  file=$1/.gitops-app/$(field app)/holds.json
  [[ ! -f "$file" ]] || holds=$(< "$file")
  jq --sort-keys --arg environment "$(field environment)" --argjson hold "$2" \
    '.[$environment] = $hold | with_entries(select(.value != null))' <<< "$holds" > "$file"
}

run_trailers() {
  printf '%s\n' "Started-By: $(field actor)" "Reason: $(field reason)" "CD-Run: $(run_url)"
}

# Summarizes the commit of worktree $1 and lists the next steps.
report() {
  local application
  summary "$(git -C "$1" log -1 --format='%s: %H')"
  [[ "$(field action)" == roll-back ]] || return 0
  for application in $(jq --raw-output '.manualSync[]' <<< "$REQUEST"); do
    summary "- Sync: \`argocd app sync $application\`"
  done
  summary "- Release the hold: \`gh workflow run rollback.yaml --repo $GITHUB_REPOSITORY --ref $DEFAULT_BRANCH" \
    "-f app=$(field app) -f environment=$(field environment) -f action=release -f to=previous -f reason='why'\`"
}

main "$@"
