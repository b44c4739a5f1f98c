#!/usr/bin/env bash
# Writes images to the values of an environment: commits to the default branch, or opens a pull request if the
# environment requires one. Never force-pushes the default branch; replaces newer images only if the request allows it.
#
#   REQUEST=… DEFAULT_BRANCH=main GH_TOKEN=… bash .gitops-app/shared/deploy.sh
#
# Also reads APPROVED_BY and the default variables of GitHub Actions.
set -euo pipefail
# shellcheck source=release.sh
source "${BASH_SOURCE%/*}/release.sh"

main() {
  local app environment values images tags trailers work attempt current title
  app=$(field app)
  environment=$(field environment)
  values=$(field values)
  images=$(field images)
  tags=$(short_tags "$images")
  trailers=$(image_trailers "$images" && source_trailers)
  work=$(mktemp -d)

  for ((attempt = 1; attempt <= TRIES; attempt++)); do
    if checkout_latest "$work"; then
      reject_held "$work" "$app" "$environment"
      current=$(images_of "$work" HEAD "$values")
      if has_images "$current" "$images"; then
        nothing_to_do "$app in $environment already has these images"
      fi
      reject_superseded "$work" "$values"
      write_images "$work" "$values" "$images"

      if [[ "$(field approval)" == pull-request ]]; then
        title="Promote $app to $environment: $tags"
        commit "$work" "$title" "$trailers"
        propose "$work" "$title" "$current"
        return
      fi
      commit "$work" "Deploy $app to $environment: $tags" "$trailers"
      if push "$work" "$DEFAULT_BRANCH"; then
        report "$work" "$tags"
        return
      fi
    fi
    pause "$attempt"
  done
  fail "Could not push to $DEFAULT_BRANCH in $TRIES attempts. Run this workflow again"
}

# Whether $1 has each of the images $2, both JSON.
has_images() {
  jq --exit-status --argjson current "$1" 'all(to_entries[]; $current[.key] == .value)' <<< "$2" > /dev/null
}

# A rollback puts the environment on hold, so that a late run cannot undo it. $1 is the worktree.
reject_held() {
  local app=$2 environment=$3 hold
  hold=$(hold_of "$1" "$app" "$environment")
  [[ -n "$hold" ]] || return 0
  if [[ -n "$(field from)" ]]; then
    fail "$app in $environment is on hold, set by $hold. Release the hold first (roll-back runbook)"
  fi
  annotate warning "$app in $environment is on hold; nothing was deployed"
  nothing_to_do "$app in $environment is on hold, set by $hold. Nothing was deployed"
}

# Run ids increase, so images of a lower one are older: requests may arrive in any order. $1 is the worktree, $2 the
# values file.
reject_superseded() {
  local environment from run latest
  environment=$(field environment)
  from=$(field from)
  run=$(jq '.source.run_id // 0' <<< "$REQUEST")
  latest=$(
    git -C "$1" log --format='%(trailers:key=Source-Run,valueonly)' -- "$2" |
      grep -E '^[0-9]{1,18}$' | sort -n | tail -n 1 || true
  )
  [[ "$run" -gt 0 && "$run" -lt "${latest:-0}" && "$(field allowDowngrade)" != true ]] || return 0
  if [[ -n "$from" ]]; then
    fail "$environment has had images of CI run $latest, $from has those of the older run $run." \
      "To go back, roll back or set allow_downgrade"
  fi
  nothing_to_do "Superseded: $environment has had images of CI run $latest, these are of the older run $run"
}

# Prints trailers that say where the images come from and who deployed them.
source_trailers() {
  jq --raw-output --arg run "$(run_url)" '
    "Source-Repository: \(.source.repository // "")",
    "Source-Commit: \(.source.sha // "")",
    "Source-Run: \(.source.run_id // "")",
    "Source-Attempt: \(.source.run_attempt // "")",
    "Promoted-From: \(.from)",
    "Started-By: \(.actor)",
    "Approved-By: \(env.APPROVED_BY // "")",
    "Reason: \(.reason)",
    "CD-Run: \($run)"' <<< "$REQUEST"
}

# Proposes the commit of worktree $1 in a pull request with title $2. There is one per app and environment: a newer
# promotion updates it, and GitHub then requires approval again. $3 are the current images (JSON).
propose() {
  local work=$1 branch payload number
  branch=promote/$(field app)/$(field environment)
  payload=$(pull_request_payload "$2" "$branch" "$3")
  number=$(open_pull_request "$branch")
  if [[ -n "$number" ]] && has_same_values "$work" "$branch"; then
    nothing_to_do "Pull request #$number already proposes these images"
  fi
  push "$work" "$branch" --force || fail "Could not push to $branch. Run this workflow again"
  if [[ -n "$number" ]]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/pulls/$number" --input - <<< "$payload"
  else
    number=$(gh api --method POST "repos/$GITHUB_REPOSITORY/pulls" --input - --jq .number <<< "$payload")
  fi
  request_review "$number"
  summary "Pull request [#$number]($GITHUB_SERVER_URL/$GITHUB_REPOSITORY/pull/$number) waits for approval." \
    "Nothing has changed in $(field environment) yet."
}

# Prints the number of the open pull request of branch $1, or nothing.
open_pull_request() {
  local query="state=open&head=${GITHUB_REPOSITORY%/*}:$1&base=$DEFAULT_BRANCH"
  gh api "repos/$GITHUB_REPOSITORY/pulls?$query" --jq '.[0].number // empty'
}

# Whether remote branch $2 has the same values as worktree $1.
has_same_values() {
  git -C "$1" fetch --quiet origin "refs/heads/$2" &&
    git -C "$1" diff --quiet FETCH_HEAD HEAD -- "$(field values)"
}

# Prints a pull request as GitHub's API takes it. $1 is the title, $2 the branch, $3 the current images (JSON).
pull_request_payload() {
  jq --arg title "$1" --arg head "$2" --argjson current "$3" --arg base "$DEFAULT_BRANCH" \
    --arg server "$GITHUB_SERVER_URL" '
    def short: .[:12];
    def reason: if .reason == "" then "" else ": \(.reason)" end;
    # Links to the commits between both tags.
    def changes($old; $new; $repository):
      if $old == "" then $new | short
      else "[\($new | short)](\($server)/\($repository)/compare/\($old)...\($new))" end;
    . as $request
    | {
        $title, $head, $base,
        body: ([
          "\(.actor) promotes \(.app) from \(.from) to \(.environment)\(reason)",
          "",
          "| Image | Current | New | Digest |",
          "| --- | --- | --- | --- |",
          (.images | to_entries[] | .key as $image | .value as $new | ($current[$image].tag // "") as $old
            | changes($old; $new.tag; $request.sourceRepository) as $changes
            | "| \($image) | \($old | short) | \($changes) | `\($new.digest)` |"),
          "",
          "Merging only changes git. If the sync is manual, sync afterwards: `docs/\(.app)/runbooks/sync.md`."
        ] | join("\n"))
      }' <<< "$REQUEST"
}

# Requests the configured reviewers for pull request $1; GitHub requests code owners itself.
request_review() {
  local reviewers
  # A user is @login, a team is @organization/team.
  reviewers=$(jq '
    [.reviewers[] | ltrimstr("@") | split("/")]
    | {reviewers: map(select(length == 1)[0]), team_reviewers: map(select(length > 1)[1])}' <<< "$REQUEST")
  gh api --silent --method POST "repos/$GITHUB_REPOSITORY/pulls/$1/requested_reviewers" --input - <<< "$reviewers" ||
    annotate warning "Could not request reviewers; ask $(jq --raw-output '.reviewers | join(", ")' <<< "$REQUEST")"
}

# Summarizes the commit of worktree $1, which deploys tags $2, and lists the next steps.
report() {
  local app environment application next
  app=$(field app)
  environment=$(field environment)
  summary "Updated $app in $environment to $2: $(git -C "$1" rev-parse HEAD)"
  for application in $(jq --raw-output '.manualSync[]' <<< "$REQUEST"); do
    summary "- Sync: \`argocd app sync $application\`"
  done
  for next in $(jq --raw-output '.promotesTo[]' <<< "$REQUEST"); do
    summary "- Promote to $next: \`gh workflow run cd.yaml --repo $GITHUB_REPOSITORY --ref $DEFAULT_BRANCH" \
      "-f contract=1 -f app=$app -f environment=$next -f from=$environment -f reason='why'\`"
  done
}

main "$@"
