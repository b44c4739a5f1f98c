#!/usr/bin/env bash
# Closes the open promotions to an environment that was rolled back, and those that come from it, and deletes their
# branches: they could otherwise bring the images back.
#
#   REQUEST=… DEFAULT_BRANCH=main GH_TOKEN=… bash .gitops-app/shared/close-promotions.sh
#
# Only CD's App may create these branches again, so nobody can reopen them. A new promotion does.
set -euo pipefail
# shellcheck source=write.sh
source "${BASH_SOURCE%/*}/write.sh"

main() {
  require_permission
  retry close_promotions
}

close_promotions() {
  local environment branch number query
  for environment in $(jq --raw-output '.promotions[]' <<< "$REQUEST"); do
    branch=promote/$(field app)/$environment
    query="state=open&head=${GITHUB_REPOSITORY%/*}:$branch&base=$DEFAULT_BRANCH"
    number=$(gh_api "$branch" "repos/$GITHUB_REPOSITORY/pulls?$query" --jq '.[0].number // empty')
    if [[ -n "$number" ]]; then
      call_github POST "issues/$number/comments" "$(closing_comment)" > /dev/null
      call_github PATCH "pulls/$number" '{"state": "closed"}' > /dev/null
      summary "- Closed promotion #$number to $environment"
    fi
    if [[ -n "$(remote_commit "$branch")" ]]; then
      git push --quiet origin --delete "refs/heads/$branch" || try_again
    fi
  done
}

# Prints the comment on a promotion that is closed, as GitHub's API takes it.
closing_comment() {
  local reason
  reason=$(field reason)
  [[ -z "$reason" ]] || reason=": $(code "$reason")"
  jq --null-input --arg run "$(run_url)" --arg text "$(field actor) rolled back $(field app) in $(field environment)$reason" '
    {body: "\($text)\n\n[The rollback](\($run)) closed this promotion. When the cause is fixed, release the hold and start a new one."}'
}

main "$@"
