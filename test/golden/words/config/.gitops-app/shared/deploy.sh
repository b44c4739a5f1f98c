#!/usr/bin/env bash
# Writes images into an environment's wrapper values: by a commit on the default branch, or by a pull request where one
# must be approved. Nothing is forced, and nothing that is newer is undone.
#
#   REQUEST=… DEFAULT_BRANCH=main GH_TOKEN=… bash .gitops-app/shared/deploy.sh
#
# Also reads APPROVED_BY, and what GitHub sets in every run.
set -euo pipefail
# shellcheck source=release.sh
source "${BASH_SOURCE%/*}/release.sh"

main() {
  local app environment values from images now same source run recorded trailers short
  app=$(field app)
  environment=$(field environment)
  values=$(field values)
  from=$(field from)
  images=$(field images)
  source=$(field source)
  short=$(jq --raw-output '[.[].tag[:12]] | unique | join(", ")' <<< "$images")

  for ((try = 1; try <= TRIES; try++)); do
    if ! to_newest; then
      pause "$try"
      continue
    fi
    refuse_held
    now=$(images_of HEAD "$values")
    same=$(jq --argjson now "$now" 'all(to_entries[]; $now[.key] == .value)' <<< "$images")
    if [[ "$same" == true ]]; then
      leave_as_it_is "$app in $environment has these images already"
    fi
    refuse_older

    write_images "$values" "$images"
    mapfile -t trailers < <(image_trailers "$images")
    trailers+=(
      "Source-Repository: $(jq --raw-output '.repository // empty' <<< "$source")"
      "Source-Commit: $(jq --raw-output '.sha // empty' <<< "$source")"
      "Source-Run: $(jq --raw-output '.run_id // empty' <<< "$source")"
      "Promoted-From: $from"
      "Started-By: $(field actor)"
      "Approved-By: ${APPROVED_BY:-}"
      "Reason: $(field reason)"
      "CD-Run: $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
    )
    if [[ "$(field approval)" == pull-request ]]; then
      commit "Promote $app to $environment: $short" "${trailers[@]}"
      propose
      return
    fi
    commit "Deploy $app to $environment: $short" "${trailers[@]}"
    if push "$DEFAULT_BRANCH"; then
      report
      return
    fi
    pause "$try"
  done
  fail "$DEFAULT_BRANCH could not be pushed to in $TRIES tries; run this again"
}

# A rollback holds its environment: a late run must not undo it.
refuse_held() {
  local hold
  hold=$(hold_of "$app" "$environment")
  [[ -n "$hold" ]] || return 0
  [[ -z "$from" ]] || fail "$app is held in $environment by $hold. Release it first: roll-back runbook"
  echo "::warning::$app is held in $environment; nothing was deployed"
  leave_as_it_is "$app is held in $environment by $hold. Nothing was deployed"
}

# GitHub's run ids rise, so the images of a lower one are older. An order that was lost on the way is restored here.
refuse_older() {
  run=$(jq '.run_id // 0' <<< "$source")
  recorded=$(git -C "$work" log --format='%(trailers:key=Source-Run,valueonly)' -- "$values" | grep -E '^[0-9]{1,18}$' | sort -n | tail -n 1 || true)
  if [[ "$run" -gt 0 && "$run" -lt "${recorded:-0}" && "$(jq .allowDowngrade <<< "$REQUEST")" != true ]]; then
    [[ -z "$from" ]] || fail "$environment has had run $recorded, $from has the older run $run. Set allow_downgrade to go back, or roll back"
    leave_as_it_is "Superseded: $environment has had run $recorded, these images are of the older run $run"
  fi
}

# One branch and one pull request for each app and environment: a newer promotion takes the place of an older one, and
# GitHub then asks for approval again.
propose() {
  local branch=promote/$app/$environment number
  number=$(gh api "repos/$GITHUB_REPOSITORY/pulls?state=open&head=${GITHUB_REPOSITORY%/*}:$branch&base=$DEFAULT_BRANCH" --jq '.[0].number // empty')
  if [[ -n "$number" ]] && git -C "$work" fetch --quiet origin "refs/heads/$branch" && git -C "$work" diff --quiet FETCH_HEAD HEAD -- "$values"; then
    leave_as_it_is "Pull request #$number proposes these images already"
  fi
  push "$branch" --force || fail "$branch could not be pushed; run this again"
  if [[ -n "$number" ]]; then
    pull | gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/pulls/$number" --input -
  else
    number=$(pull | gh api --method POST "repos/$GITHUB_REPOSITORY/pulls" --input - --jq .number)
  fi
  request_review "$number"
  summary "Pull request [#$number]($GITHUB_SERVER_URL/$GITHUB_REPOSITORY/pull/$number) waits for approval. Nothing has changed in $environment yet."
}

# The pull request as GitHub's API takes it.
pull() {
  jq --argjson request "$REQUEST" --argjson now "$now" --arg short "$short" --arg head "promote/$app/$environment" --arg base "$DEFAULT_BRANCH" \
    --arg server "$GITHUB_SERVER_URL" '
    . as $images
    | $request
    | {
        title: "Promote \(.app) to \(.environment): \($short)",
        $head, $base,
        body: ([
          "\(.actor) promotes \(.app) from \(.from) to \(.environment)\(if .reason == "" then "" else ": \(.reason)" end)",
          "",
          "| image | now | then | digest |",
          "| --- | --- | --- | --- |",
          ($images | to_entries[] | .key as $image | .value as $new | ($now[$image].tag // "") as $before
            | "| \($image) | \($before[:12]) | "
              + (if $before == "" then $new.tag[:12] else "[\($new.tag[:12])](\($server)/\($request.sourceRepository)/compare/\($before)...\($new.tag))" end)
              + " | `\($new.digest)` |"),
          "",
          "The merge writes git. What syncs by hand is synced afterwards: `docs/\(.app)/runbooks/sync.md`."
        ] | join("\n"))
      }' <<< "$images"
}

# GitHub asks the code owners by itself; the reviewers of the config are asked as well.
request_review() {
  jq '{reviewers: [.reviewers[] | ltrimstr("@") | select(contains("/") | not)], team_reviewers: [.reviewers[] | ltrimstr("@") | select(contains("/")) | sub("^[^/]*/"; "")]}' <<< "$REQUEST" |
    gh api --silent --method POST "repos/$GITHUB_REPOSITORY/pulls/$1/requested_reviewers" --input - ||
    echo "::warning::The reviewers could not be asked; ask $(jq --raw-output '.reviewers | join(", ")' <<< "$REQUEST")"
}

report() {
  local next application
  summary "$environment of $app has $short now: $(git -C "$work" rev-parse HEAD)"
  for application in $(jq --raw-output '.manualSync[]' <<< "$REQUEST"); do
    summary "- sync it: \`argocd app sync $application\`"
  done
  for next in $(jq --raw-output '.promotesTo[]' <<< "$REQUEST"); do
    summary "- promote it: \`gh workflow run cd.yaml --repo $GITHUB_REPOSITORY --ref $DEFAULT_BRANCH -f contract=1 -f app=$app -f environment=$next -f from=$environment -f reason='why'\`"
  done
}

main "$@"
