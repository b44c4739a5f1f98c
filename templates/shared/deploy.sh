#!/usr/bin/env bash
# Writes images to the values of an environment: commits to the default branch, or opens a pull request if the
# environment requires one. Never force-pushes the default branch; replaces newer images only if the request allows it.
#
#   REQUEST=… DEFAULT_BRANCH=main GH_TOKEN=… bash .gitops-app/shared/deploy.sh
#
# Also reads APPROVED_BY and what write.sh reads.
set -euo pipefail
# shellcheck source=write.sh
source "${BASH_SOURCE%/*}/write.sh"

main() {
  require_permission
  retry deploy
}

# Makes one attempt: on top of the latest commit.
deploy() {
  local app environment values images head current tags trailers title commit
  app=$(field app)
  environment=$(field environment)
  values=$(field values)
  images=$(field images)
  tags=$(short_tags "$images")
  trailers=$(image_trailers "$images" && source_trailers "$(field sources)" && deployment_trailers)

  head=$(latest_commit)
  reject_held "$head" "$app" "$environment"
  # An approval takes time: the source may have been rolled back since.
  [[ -z "$(field from)" ]] || reject_held "$head" "$app" "$(field from)"
  current=$(images_of . "$head" "$values") || fail "Could not read $values; see above"
  if has_images "$current" "$images"; then
    nothing_to_do notice "$app in $environment already has these images"
  fi
  reject_superseded "$head" "$current"

  title="Deploy $app to $environment: $tags"
  [[ "$(field approval)" != pull-request ]] || title="Promote $app to $environment: $tags"
  commit=$(make_commit "$head" "$title" "$trailers" "$values" "$(store_values "$head" "$values" "$images")")
  verify_commit "$commit" "$head" "$values"
  if [[ "$(field approval)" == pull-request ]]; then
    propose "$commit" "$head" "$title" "$current"
  else
    commit=$(publish "$commit" "$head")
    report "$commit" "$tags"
  fi
}

# Whether $1 has each of the images $2, both JSON.
has_images() {
  jq --exit-status --argjson current "$1" 'all(to_entries[]; $current[.key] == .value)' <<< "$2" > /dev/null
}

# A rollback puts the environment on hold, so that a late run cannot undo it. $1 is the latest commit.
reject_held() {
  local app=$2 environment=$3 hold
  hold=$(hold_of "$1" "$app" "$environment")
  [[ -n "$hold" ]] || return 0
  if [[ -n "$(field from)" ]]; then
    fail "$app in $environment is on hold, set by $hold. Release the hold first (roll-back runbook)"
  fi
  nothing_to_do warning "$app in $environment is on hold, set by $hold. Nothing was deployed"
}

# Run IDs increase, so images of a lower one are older: requests may arrive in any order. Each image is compared, because
# they may come from different runs. $1 is the latest commit, $2 are the current images (JSON).
reject_superseded() {
  local environment from sources older latest run
  environment=$(field environment)
  from=$(field from)
  [[ "$(field allowDowngrade)" != true ]] || return 0
  sources=$(sources_of "$1" "$(field app)" "$2")
  older=$(jq --raw-output --argjson current "$sources" '
    [.sources | to_entries[] | [$current[.key].run_id, .value.run_id] | select(all(. != null) and .[1] < .[0])]
    | max // empty | @tsv' <<< "$REQUEST")
  [[ -n "$older" ]] || return 0
  IFS=$'\t' read -r latest run <<< "$older"
  if [[ -n "$from" ]]; then
    fail "$environment has images of CI run $latest, $from has those of the older run $run." \
      "To go back, roll back or set allow_downgrade"
  fi
  nothing_to_do warning "Superseded: $environment has images of CI run $latest, these are of the older run $run." \
    "Nothing was deployed. To deploy an older commit, roll back"
}

# Prints trailers that say who deployed the images, and why.
deployment_trailers() {
  jq --raw-output --arg run "$(run_url)" '
    "Promoted-From: \(.from)",
    "Started-By: \(.actor)",
    "Approved-By: \(env.APPROVED_BY // "")",
    "Reason: \(.reason)",
    "CD-Run: \($run)"' <<< "$REQUEST"
}

# Proposes commit $1, which is on top of $2, in a pull request with title $3. There is one per app and environment: a
# newer promotion updates it, and GitHub then requires approval again. $4 are the current images (JSON).
propose() {
  local branch payload number proposed
  branch=promote/$(field app)/$(field environment)
  payload=$(pull_request_payload "$1" "$3" "$branch" "$4")
  number=$(open_pull_request "$branch")
  proposed=$(remote_commit "$branch")
  if [[ -n "$number" && -n "$proposed" ]] && is_same_proposal "$proposed" "$1"; then
    nothing_to_do notice "Pull request #$number already proposes these images"
  fi
  publish_proposal "$1" "$2" "$branch"
  if [[ -n "$number" ]]; then
    call_github PATCH "pulls/$number" "$payload" > /dev/null
  else
    number=$(call_github POST pulls "$payload" .number)
  fi
  request_review "$number"
  summary "Pull request [#$number]($GITHUB_SERVER_URL/$GITHUB_REPOSITORY/pull/$number) waits for approval." \
    "Nothing has changed in $(field environment) yet."
}

# Prints the number of the open pull request of branch $1, or nothing. Only what CD itself opened counts as delivered
# after its merge.
open_pull_request() {
  local query="state=open&head=${GITHUB_REPOSITORY%/*}:$1&base=$DEFAULT_BRANCH" answer number author
  answer=$(gh_api "$1" "repos/$GITHUB_REPOSITORY/pulls?$query" --jq '.[0] // empty | "\(.number) \(.user.login)"')
  read -r number author <<< "$answer"
  if [[ -n "$number" && "$author" != "$(setting cdApp)[bot]" ]]; then
    fail "Pull request #$number proposes $1, but CD did not open it. Close it, and run this workflow again"
  fi
  echo "$number"
}

# Whether commit $1, the head of a proposal, is on top of a commit of the default branch and has the values of commit $2,
# and nothing else. Somebody else may have pushed to the branch.
is_same_proposal() {
  local values
  values=$(field values)
  git diff-tree --quiet "$1" "$2" -- "$values" &&
    git merge-base --is-ancestor "$1^1" "$(main_ref)" &&
    [[ "$(git rev-parse "$1^@")" == "$(git rev-parse "$1^1")" ]] &&
    changes_only . "$1^1" "$1" "$values"
}

# Prints a pull request as GitHub's API takes it. $1 is the commit, $2 the title, $3 the branch, $4 the current images
# (JSON). The text ends with the trailers of the commit: GitHub's squash takes the text, or the text of every commit.
pull_request_payload() {
  local reason
  reason=$(field reason)
  [[ -z "$reason" ]] || reason=": $(code "$reason")"
  jq --arg title "$2" --arg head "$3" --argjson current "$4" --arg base "$DEFAULT_BRANCH" \
    --arg server "$GITHUB_SERVER_URL" --arg reason "$reason" --arg trailers "$(git log -1 --format=%b "$1" --)" '
    def short: .[:12];
    # The current tag may have been written by hand.
    def is_tag: test("\\A[A-Za-z0-9_][A-Za-z0-9_.-]*\\z");
    # Links to the commits between both tags.
    def changes($old; $new; $repository):
      if $old | is_tag | not then $new | short
      else "[\($new | short)](\($server)/\($repository)/compare/\($old)...\($new))" end;
    . as $request
    | {
        $title, $head, $base,
        body: ([
          "\(.actor) promotes \(.app) from \(.from) to \(.environment)\($reason)",
          "",
          "| Image | Current | New | Digest |",
          "| --- | --- | --- | --- |",
          (.images | to_entries[] | .key as $image | .value as $new | ($current[$image].tag // "") as $old
            | changes($old; $new.tag; $request.sourceRepository) as $changes
            | "| \($image) | \(if $old | is_tag then $old | short else "" end) | \($changes) | `\($new.digest)` |"),
          "",
          "Merging only changes git. If the sync is manual, sync afterwards: `docs/\(.app)/runbooks/sync.md`.",
          "",
          # Nothing closes the code block, so the trailers are the last paragraph, as git wants them.
          "```text",
          "",
          ($trailers | sub("\n+\\z"; ""))
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

# Summarizes commit $1, which deploys tags $2, and lists the next steps.
report() {
  local app environment application next
  app=$(field app)
  environment=$(field environment)
  summary "Updated $app in $environment to $2: $1"
  for application in $(jq --raw-output '.manualSync[]' <<< "$REQUEST"); do
    summary "- Sync: \`argocd app sync $application\`"
  done
  for next in $(jq --raw-output '.promotesTo[]' <<< "$REQUEST"); do
    summary "- Promote to $next: \`gh workflow run cd.yaml --repo $GITHUB_REPOSITORY --ref $DEFAULT_BRANCH" \
      "-f contract=1 -f app=$app -f environment=$next -f from=$environment -f reason='why'\`"
  done
}

main "$@"
