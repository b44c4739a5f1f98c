#!/usr/bin/env bash
# Decides whether pull requests may change images, for the status "Promotion" that the ruleset requires.
#
#   DEFAULT_BRANCH=main GH_TOKEN=… PULL_REQUEST=12 bash .gitops-app/shared/check-promotion.sh
#
# Without PULL_REQUEST, decides on every open promotion: a review, a hold or a delivery may have changed the answer. With
# MERGE_GROUP, decides on that commit of the merge queue instead.
# Writes the statuses to GITHUB_OUTPUT as JSON: [{"sha": …, "state": …, "description": …}].
#
# Runs at the default branch. Of a pull request it reads commits, files and reviews; it executes nothing.
set -euo pipefail
# shellcheck source=write.sh
source "${BASH_SOURCE%/*}/write.sh"

main() {
  local numbers number status statuses='[]'
  git fetch --quiet --no-tags --prune origin "+refs/heads/$DEFAULT_BRANCH:$(main_ref)" \
    "+refs/heads/promote/*:refs/remotes/origin/promote/*"
  if [[ -n "${MERGE_GROUP:-}" ]]; then
    statuses=[$(status_of_group "$MERGE_GROUP")]
    numbers=''
  else
    numbers=$(pull_requests)
  fi
  for number in $numbers; do
    # Whoever breaks this for one pull request must not stop the others.
    status=$(status_of "$number") || {
      annotate warning "Could not decide on #$number; see above"
      continue
    }
    statuses=$(jq --compact-output --argjson status "${status:-null}" '. + [$status | values]' <<< "$statuses")
  done
  {
    echo "statuses=$statuses"
    echo "attempt=$GITHUB_RUN_ATTEMPT"
  } >> "$GITHUB_OUTPUT"
}

# Prints the numbers of the pull requests to decide on.
pull_requests() {
  if [[ -n "${PULL_REQUEST:-}" ]]; then
    echo "$PULL_REQUEST"
    return
  fi
  gh api --paginate "repos/$GITHUB_REPOSITORY/pulls?state=open&base=$DEFAULT_BRANCH&per_page=100" \
    --jq '.[].number'
}

# Prints the status of pull request $1 (JSON), or nothing if another one decides on its commit.
status_of() {
  local pull head branch promotion verdicts
  pull=$(gh api "repos/$GITHUB_REPOSITORY/pulls/$1") || return 1
  # Its commit may be that of a pull request that counts.
  [[ "$(jq --raw-output .base.ref <<< "$pull")" == "$DEFAULT_BRANCH" ]] || return 0
  # GitHub keeps this reference. The status belongs to the commit that was read, not to one that came since.
  git fetch --quiet --no-tags origin "+refs/pull/$1/head:refs/gitops-app/head" >&2 || return 1
  head=$(git rev-parse --verify refs/gitops-app/head) || return 1
  branch=$(jq --raw-output 'select(.head.repo.full_name == env.GITHUB_REPOSITORY) | .head.ref' <<< "$pull") || return 1
  # A status is of a commit, not of a pull request: another branch with the commit of a promotion must not speak for it.
  promotion=$(git for-each-ref --points-at="$head" --format='%(refname:lstrip=3)' refs/remotes/origin/promote) || return 1
  if [[ -n "$promotion" ]] && ! grep --quiet --line-regexp --fixed-strings -e "$branch" <<< "$promotion"; then
    annotate notice "#$1 has the commit of ${promotion//$'\n'/, }, whose pull request decides"
    return
  fi >&2
  verdicts=$(decide "$pull" "$head" "$branch") || return 1
  status "#$1" "$head" "$verdicts"
}

# Prints the status (JSON) of commit $2 of what is called $1 that verdicts $3 make, and summarizes them.
status() {
  {
    echo "$1 at $2:"
    echo "- ${3//$'\n'/$'\n'- }"
  } | tee -a "$GITHUB_STEP_SUMMARY" >&2
  jq --raw-input --null-input --compact-output --arg sha "$2" '
    [inputs | split("\t") | {state: .[0], description: .[1]}]
    | (map(select(.state == "failure")) + map(select(.state == "pending")) + .)[0]
    # GitHub takes 140 characters.
    | {$sha} + (.description |= if length > 140 then .[:139] + "…" else . end)' <<< "$3"
}

# Prints the status of commit $1 of the merge queue (JSON), which has a commit for each of its pull requests on top of the
# default branch. Others can push a commit too, so nothing counts but what each of them changes.
status_of_group() {
  local base commits commit verdicts=''
  git fetch --quiet --no-tags origin "$1" >&2
  base=$(git merge-base "$(main_ref)" "$1")
  commits=$(git rev-list --reverse --first-parent "$base..$1" --)
  for commit in $commits; do
    verdicts+=$(check_queued "$commit")$'\n'
  done
  verdicts=${verdicts%$'\n'}
  status 'The merge queue' "$1" "${verdicts:-$(say success 'Changes nothing')}"
}

# Prints a line per verdict on commit $1 of the merge queue. It may change images as any pull request may, or be the
# promotion that an open pull request of CD proposes, if that may be merged.
check_queued() {
  local verdicts path branch pull head
  if [[ "$(git rev-parse "$1^@")" != "$(git rev-parse "$1^1")" ]]; then
    say failure "Commit $1 has more than one parent: the queue must squash"
    return
  fi
  verdicts=$(check_images "$1^1" "$1")
  path=$(git diff-tree -r --no-commit-id --name-only "$1")
  if [[ "$verdicts" == success* || ! "$path" =~ ^charts/([a-z0-9-]+)/([a-z0-9-]+)-values[.]yaml$ ]]; then
    printf '%s\n' "$verdicts"
    return
  fi
  branch=promote/${BASH_REMATCH[1]}/${BASH_REMATCH[2]}
  pull=$(gh api "repos/$GITHUB_REPOSITORY/pulls?state=open&head=${GITHUB_REPOSITORY%/*}:$branch&base=$DEFAULT_BRANCH" --jq '.[0] // empty')
  if [[ -z "$pull" ]]; then
    printf '%s\n' "$verdicts"
    return
  fi
  git fetch --quiet --no-tags origin "+refs/pull/$(jq .number <<< "$pull")/head:refs/gitops-app/head" >&2
  head=$(git rev-parse --verify refs/gitops-app/head)
  if [[ "$(images_of . "$1" "$path")" != "$(images_of . "$head" "$path")" ]]; then
    say failure "Commit $1 has other images than $branch proposes"
  fi
  decide "$pull" "$head" "$branch"
}

# Prints a line per verdict on pull request $1 (JSON) with head commit $2 of branch $3, empty if that is a fork's:
# success, pending or failure, a tab, why. The default branch may have gone on since the pull request was opened, so what
# counts is what a merge would make of it.
decide() {
  local base merged
  base=$(git rev-parse --verify "$(main_ref)") || return 1
  if ! merged=$(git merge-tree --write-tree "$base" "$2" 2> /dev/null); then
    say failure "It conflicts with $DEFAULT_BRANCH: resolve the conflict, or start the promotion again"
  elif [[ "$3" == promote/* ]]; then
    check_promotion "$1" "$2" "$base" "$merged" "$3"
  else
    check_images "$base" "$merged"
  fi
}

say() {
  printf '%s\t%s\n' "$1" "${*:2}"
}

# Checks the promotion of pull request $1 (JSON) with head commit $2 from branch $5, which makes tree $4 of commit $3.
check_promotion() {
  local app environment delivery values from from_values prevent_self_review images hold name
  IFS=/ read -r _ app environment <<< "$5"
  delivery=$(git show "$3:.gitops-app/$app/delivery.json" 2> /dev/null) || delivery='{}'
  delivery=$(jq --raw-output --arg environment "$environment" '
    .environments as $all | $all[$environment] // empty | select(.approval.by == "pull-request")
    | [.approval.preventSelfReview != false, .values, .promoteFrom, $all[.promoteFrom].values] | @tsv
  ' <<< "$delivery") || return 1
  if [[ -z "$delivery" ]]; then
    say failure "$environment of $app is not promoted by pull request: close this one"
    return
  fi
  if [[ "$(jq --raw-output .user.login <<< "$1")" != "$(setting cdApp)[bot]" ]]; then
    say failure "Only CD proposes promotions: close this one and start the promotion (promote runbook)"
    return
  fi
  IFS=$'\t' read -r prevent_self_review values from from_values <<< "$delivery"

  if ! changes_only_images . "$3" "$4" "$values" || [[ "$(git diff-tree -r --name-only "$3" "$4")" != "$values" ]]; then
    say failure "A promotion changes tags and digests of $values, and nothing else: start it again"
  fi
  for name in "$environment" "$from"; do
    hold=$(hold_of "$3" "$app" "$name") || return 1
    [[ -z "$hold" ]] || say failure "$app in $name is on hold, set by $hold. Release the hold first (roll-back runbook)"
  done
  images=$(images_of . "$4" "$values") || return 1
  check_source "$2" "$3" "$images" "$from" "$from_values" || return 1
  if [[ "$prevent_self_review" == true ]]; then
    check_reviews "$(jq .number <<< "$1")" "$2" "$3" || return 1
  fi
  say success "Promotes what CD delivered to $from"
}

# Checks that images $3 (JSON) are those of environment $4, with values file $5, at commit $2, or that they were when CD
# proposed commit $1 and it has only gone forward since: reviews take longer than CI.
check_source() {
  local fork commits commit
  fork=$(git merge-base "$2" "$1") || return 1
  if has_delivered_images "$2" "$5" "$3"; then return; fi
  if ! has_delivered_images "$fork" "$5" "$3"; then
    say failure "$4 does not have these images, as CD delivered them: start the promotion again"
    return
  fi
  commits=$(git log --first-parent --format=%H "$fork..$2" -- "$5") || return 1
  for commit in $commits; do
    [[ "$(images_of . "$commit^1" "$5")" != "$(images_of . "$commit" "$5")" ]] || continue
    if ! is_delivery . "$commit" "$5" || [[ -n "$(trailer . "$commit" Rolled-Back-To)" ]]; then
      say failure "$4 has been rolled back since: start the promotion again"
      return
    fi
  done
}

# Whether values file $2 has images $3 (JSON) at commit $1, and CD delivered them there.
has_delivered_images() {
  local images
  images=$(images_of . "$1" "$2") || return 1
  jq --exit-status --argjson images "$images" 'length > 0 and all(to_entries[]; .value == $images[.key])' <<< "$3" > /dev/null &&
    was_delivered "$2" "$images" "$images"
}

# Four eyes: whoever started the promotion must not be who approves it, and somebody else must. Checks the reviews of
# pull request $1 for its head commit $2, on top of commit $3 of the default branch. Its first commit is what CD proposed;
# "Update branch" adds another one.
check_reviews() {
  local proposed starter reviews approvers approver
  proposed=$(git rev-list --first-parent "$3..$2" --) || return 1
  starter=$(trailer . "${proposed##*$'\n'}" Started-By)
  reviews=$(gh api --paginate "repos/$GITHUB_REPOSITORY/pulls/$1/reviews?per_page=100" --jq '.[]') || return 1
  # A comment leaves the last review of a person in force.
  approvers=$(jq --slurp --raw-output --arg head "$2" '
    map(select(.state | IN("APPROVED", "CHANGES_REQUESTED", "DISMISSED")))
    | group_by(.user.login)[] | last
    | select(.state == "APPROVED" and .commit_id == $head and .user.type != "Bot") | .user.login' <<< "$reviews") || return 1
  if [[ -z "$starter" ]]; then
    say failure 'Nobody knows who started this promotion: start it again'
  elif grep --quiet --ignore-case --line-regexp --fixed-strings -- "$starter" <<< "$approvers"; then
    say failure "$starter started this promotion and cannot approve it: dismiss that review, somebody else approves"
  else
    for approver in $approvers; do
      if may_write "$approver"; then return; fi
    done
    say pending "Waits for an approval by somebody other than $starter"
  fi
}

# Whether person $1 has write access.
may_write() {
  local permission
  permission=$(gh api "repos/$GITHUB_REPOSITORY/collaborators/$1/permission" --jq .permission) || return 1
  [[ "$permission" == admin || "$permission" == write ]]
}

# Checks every file that may hold values and that differs between commit $1 and tree $2.
check_images() {
  local changes mode path verdicts='' verdict
  changes=$(list_changes "$1" "$2") || return 1
  while IFS=$' \t' read -r _ mode _ _ _ path; do
    case $mode in
      '' | 000000) continue ;; # Nothing changed, or the file was removed.
      100644 | 100755) ;;
      # It could lead to a file that this does not check. "charts" itself could become a link as well.
      *) verdicts+=$(say failure "$path is not a regular file")$'\n' ;;
    esac
    [[ "$path" =~ ^charts/([a-z0-9-]+)/.*\.ya?ml$ && "$path" != charts/*/templates/* ]] || continue
    verdict=$(check_file "$1" "$2" "$path" "${BASH_REMATCH[1]}") || return 1
    verdicts+=${verdict:+$verdict$'\n'}
  done <<< "$changes"
  printf '%s' "${verdicts:-$(say success 'Changes no image')}"
}

# Prints a line per file of a chart that differs between commit $1 and tree $2, as git diff-tree does. All files of an
# app's chart differ if only tree $2 knows the app: nobody has looked at them before.
list_changes() {
  local apps app file empty
  git diff-tree -r --no-renames --format= "$1" "$2" -- charts || return 1
  apps=$(git diff-tree -r --no-renames --diff-filter=A --name-only --format= "$1" "$2" -- .gitops-app) || return 1
  empty=$(git mktree < /dev/null) || return 1
  while IFS=/ read -r _ app file; do
    [[ "$file" == delivery.json ]] || continue
    git diff-tree -r --no-renames --format= "$empty" "$2" -- "charts/$app" || return 1
  done <<< "$apps"
}

# Checks the images that values file $3 of app $4 has in tree $2, compared with commit $1.
check_file() {
  local app=$4 environment hold before='{}' after changed
  # The chart of somebody else.
  git cat-file -e "$1:.gitops-app/$app/delivery.json" 2> /dev/null ||
    git cat-file -e "$2:.gitops-app/$app/delivery.json" 2> /dev/null || return 0
  if ! after=$(images_of . "$2" "$3" 2>&1); then
    say failure "${after//$'\n'/; }"
    return
  fi
  if git cat-file -e "$1:.gitops-app/$app/delivery.json" 2> /dev/null; then
    before=$(images_of . "$1" "$3" 2> /dev/null) || before='{}'
  fi
  changed=$(jq --compact-output --argjson before "$before" '
    with_entries(select(.value != ($before[.key] // {tag: "", digest: ""})))' <<< "$after")
  [[ "$changed" != '{}' ]] || return 0

  environment=$(environment_of "$1" "$app" "$3")
  hold=$(hold_of "$1" "$app" "$environment") || return 1
  if [[ -z "$environment" ]]; then
    is_renamed_environment "$1" "$2" "$app" "$3" "$after" ||
      say failure "$3 starts without images: leave tag and digest empty, CD writes them"
  elif [[ -n "$hold" ]]; then
    say failure "$app in $environment is on hold, set by $hold. Release the hold first (roll-back runbook)"
  elif ! jq --exit-status 'all(.[]; .tag != "")' <<< "$changed" > /dev/null; then
    say failure "$3 has lost an image that was delivered: restore its tag and digest"
  elif ! is_renamed_image "$before" "$after" "$changed" && ! was_delivered "$3" "$after" "$changed"; then
    say failure "CD has not delivered $(short_tags "$changed") to $environment: restore tags and digests of $3. Only CI, promotions and rollbacks change images"
  fi
}

# Prints the environment of app $2 whose values file is $3 at commit $1, or nothing.
environment_of() {
  { git show "$1:.gitops-app/$2/delivery.json" 2> /dev/null || echo '{}'; } |
    jq --raw-output --arg values "$3" '.environments // {} | to_entries[] | select(.value.values == $values) | .key'
}

# Whether images $5 (JSON) of the new values file $4 are those of an environment of app $3 that commit $1 has and tree
# $2 no longer has.
is_renamed_environment() {
  local old values
  [[ -n "$(environment_of "$2" "$3" "$4")" ]] || return 1
  old=$(git show "$1:.gitops-app/$3/delivery.json" 2> /dev/null) || return 1
  for values in $(jq --raw-output '.environments[].values' <<< "$old"); do
    [[ -z "$(environment_of "$2" "$3" "$values")" ]] || continue
    if [[ "$(images_of . "$1" "$values")" == "$5" ]]; then return 0; fi
  done
  return 1
}

# Whether each of the changed images $3 was in $1 under a name that $2 no longer has (all JSON).
is_renamed_image() {
  jq --null-input --exit-status --argjson before "$1" --argjson after "$2" --argjson changed "$3" '
    all($changed[]; . as $image | any($before | to_entries[]; .value == $image and (.key | in($after) | not)))' > /dev/null
}

# Whether CD once delivered images $2 to values file $1: at that commit, all of these images that it had were the same.
# An image that it did not have may not be among the changed ones, $3 (all JSON).
was_delivered() {
  local commit images
  for commit in $(git log --first-parent --format=%H "$(main_ref)" -- "$1"); do
    images=$(images_of . "$commit" "$1" 2> /dev/null) || continue
    if jq --exit-status --argjson images "$images" --argjson changed "$3" '
      all(to_entries[]; if $images[.key] then $images[.key] == .value else (.key | in($changed) | not) end)
    ' <<< "$2" > /dev/null && is_delivery . "$commit" "$1"; then
      return 0
    fi
  done
  return 1
}

main "$@"
