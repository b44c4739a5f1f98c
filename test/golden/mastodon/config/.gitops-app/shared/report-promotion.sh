#!/usr/bin/env bash
# Sets the statuses that check-promotion.sh decided on, with the token of CD's App.
#
#   STATUSES='[{"sha": …, "state": …, "description": …}]' GH_TOKEN=… bash .gitops-app/shared/report-promotion.sh
set -euo pipefail
# shellcheck source=write.sh
source "${BASH_SOURCE%/*}/write.sh"

main() {
  require_permission
  jq --compact-output '.[]' <<< "${STATUSES:?}" | while IFS= read -r status; do
    report "$status"
  done
}

# Sets status $1 (JSON), unless that is what CD's App has set last, because GitHub takes a thousand of a commit, or a run
# that started later has set another one: every change starts a run, so the latest run knows the latest state.
report() {
  local sha statuses
  sha=$(jq --raw-output .sha <<< "$1")
  # Others may set statuses of the same name, which the ruleset ignores.
  statuses=$(
    gh api --paginate "repos/$GITHUB_REPOSITORY/commits/$sha/statuses?per_page=100" --jq '.[]' |
      jq --slurp --arg by "${APP_SLUG}[bot]" 'map(select(.context == "Promotion" and .creator.login == $by))'
  )
  jq --null-input --compact-output --argjson status "$1" --argjson set "$statuses" --arg run "$(run_url)" '
    def id: try (capture("/runs/(?<id>[0-9]{1,18})$").id | tonumber) catch 0;
    $status
    | select($set == [] or .state != $set[0].state or .description != $set[0].description)
    | select(all($set[]; (.target_url // "" | id) <= ($run | id)))
    | {context: "Promotion", state, description, target_url: $run}' |
    while IFS= read -r status; do
      gh api --silent --method POST "repos/$GITHUB_REPOSITORY/statuses/$sha" --input - <<< "$status"
    done
}

main "$@"
