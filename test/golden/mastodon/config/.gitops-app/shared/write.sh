# shellcheck shell=bash
# Functions that deploy.sh and rollback.sh share: they make a commit on top of the latest one, and publish it. Source
# this file, don't run it.
#
# Reads what release.sh reads, and GH_TOKEN, APP_SLUG (the App of the token) and VALIDATED_ATTEMPT.
#
# There is no worktree. A commit is made from the one before it and the new content of one or two files, so that links,
# attributes and hooks of the repository have no effect.

# shellcheck source=release.sh
source "${BASH_SOURCE%/*}/release.sh"
# Without it, a failure inside of $(…) would not end it.
shopt -s inherit_errexit

# The job has 15 minutes.
: "${RETRY_SECONDS:=600}" "${PAUSE_MILLISECONDS:=500}" "${LONGEST_PAUSE_MILLISECONDS:=15000}"

# Status of a failure that another attempt may get over, as in sysexits.h.
TEMPORARY_FAILURE=75

# Git reads the token from the environment, so it is in no file and in no process list. A connection that hangs fails.
export GIT_TERMINAL_PROMPT=0 GIT_HTTP_LOW_SPEED_LIMIT=1000 GIT_HTTP_LOW_SPEED_TIME=60
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=credential.helper
# shellcheck disable=SC2016 # git's shell expands it
export GIT_CONFIG_VALUE_0='!f() { [ "$1" != get ] || printf "username=x-access-token\npassword=%s\n" "$GH_TOKEN"; }; f'

# Fails unless this run may write: validated in this attempt, and with the token of CD's App.
require_permission() {
  local app author
  app=$(setting cdApp)
  # GitHub keeps the outputs of earlier attempts for 30 days: of a request that was approved then, and what a hold or a
  # rollback has stopped since.
  if [[ "$VALIDATED_ATTEMPT" != "$GITHUB_RUN_ATTEMPT" ]]; then
    fail "This job was re-run without the validation of its request. Re-run all jobs instead"
  fi
  if [[ "$APP_SLUG" != "$app" ]]; then
    fail "The key of CD belongs to the GitHub App $APP_SLUG, but this repository expects $app." \
      "Store the key of $app (set-up runbook, GitHub Apps), or set repositories.config.cdApp in pipeline.config.ts"
  fi
  author="${app}[bot]"
  export GIT_AUTHOR_NAME=$author GIT_COMMITTER_NAME=$author
  GIT_AUTHOR_EMAIL=$(cd_email)
  export GIT_AUTHOR_EMAIL GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
}

# Runs command $1 until it ends well or for good, for RETRY_SECONDS at most. Other runs push too: of those that push at
# the same time, one succeeds.
retry() {
  local attempt status
  for ((attempt = 1; ; attempt++)); do
    # Not in a condition, where set -e has no effect.
    set +e
    (
      set -e
      "$1"
    )
    status=$?
    set -e
    ((status == TEMPORARY_FAILURE)) || exit "$status"
    ((SECONDS < RETRY_SECONDS)) ||
      fail "Could not write to $GITHUB_REPOSITORY for $SECONDS seconds; see above. Run this workflow again"
    sleep_milliseconds "$(pause_after "$attempt")"
  done
}

# Prints the milliseconds to wait after attempt $1: random, so that concurrent runs spread out, of a range that doubles
# with each attempt up to a limit.
pause_after() {
  local range=$((PAUSE_MILLISECONDS << ($1 < 16 ? $1 : 16)))
  ((range < LONGEST_PAUSE_MILLISECONDS)) || range=$LONGEST_PAUSE_MILLISECONDS
  echo $((RANDOM % range + 1))
}

sleep_milliseconds() {
  sleep "$(($1 / 1000)).$(printf '%03d' "$(($1 % 1000))")"
}

# Ends this attempt: another one may help.
try_again() {
  exit "$TEMPORARY_FAILURE"
}

# Fetches branch $1, without tags.
fetch_branch() {
  git fetch --quiet --no-tags --no-recurse-submodules origin "+refs/heads/$1:refs/remotes/origin/$1" >&2 || try_again
}

# Fetches the default branch and prints its latest commit.
latest_commit() {
  fetch_branch "$DEFAULT_BRANCH"
  git rev-parse --verify "$(main_ref)^{commit}"
}

# Stores values file $2 of commit $1 with images $3 (JSON), and prints its ID.
store_values() {
  local before
  before=$(images_of . "$1" "$2")
  git cat-file blob "$1:$2" | replace_images "$before" "$3" "$2" | git hash-object -w --stdin ||
    fail "Could not update $2; see above"
}

# Makes a commit on top of commit $1 with subject $2 and trailers $3, one per line, and prints it. Leaves out empty
# trailers. Further arguments are pairs of a path and the ID of its new content.
make_commit() {
  local parent=$1 subject=$2 trailers=$3 index tree
  shift 3
  index=$(mktemp -d)/index
  GIT_INDEX_FILE=$index git read-tree "$parent"
  while (($# > 0)); do
    GIT_INDEX_FILE=$index git update-index --add --cacheinfo "100644,$2,$1"
    shift 2
  done
  tree=$(GIT_INDEX_FILE=$index git write-tree)
  { printf '%s\n\n' "$subject" && grep -vE '^[A-Za-z-]+: *$' <<< "$trailers"; } | git commit-tree -p "$parent" "$tree"
}

# Prints a trailer per image of $1 (JSON), with the full reference that a cluster pulls.
image_trailers() {
  jq --raw-output --argjson repositories "$(field repositories)" \
    'to_entries[] | "Image: \($repositories[.key]):\(.value.tag)@\(.value.digest)"' <<< "$1"
}

# Fails unless commit $1 is on top of commit $2 alone and changes only the given files, in a values file only images and
# in a file of holds only the hold of the environment. Whatever a request holds, nothing else is ever published.
verify_commit() {
  local commit=$1 parent=$2 file
  shift 2
  [[ "$(git rev-list --parents --max-count 1 "$commit" --)" == "$commit $parent" ]] ||
    fail "Commit $commit is not on top of $parent alone; nothing was written"
  changes_only . "$parent" "$commit" "$@" || fail "Commit $commit changes more than ${*}; nothing was written"
  for file in "$@"; do
    case $file in
      */holds.json) changes_own_hold "$parent" "$commit" ;;
      *) git diff --quiet "$parent" "$commit" -- "$file" || changes_images . "$parent" "$commit" "$file" ;;
    esac || fail "Commit $commit changes more than it may in $file; nothing was written"
  done
}

# Whether the holds of the app at commits $1 and $2 differ by that of the environment at most.
changes_own_hold() {
  local app environment
  app=$(field app)
  environment=$(field environment)
  [[ "$(holds_of "$1" "$app" | jq --sort-keys --arg environment "$environment" 'del(.[$environment])')" == \
    "$(holds_of "$2" "$app" | jq --sort-keys --arg environment "$environment" 'del(.[$environment])')" ]]
}

# Publishes commit $1, which is on top of $2, the latest commit, as the default branch. Prints the published commit:
# GitHub makes another one with the same content where commits must be signed.
publish() {
  if [[ "$(setting signedCommits)" == true ]]; then
    commit_on_branch "$1" "$2" "$DEFAULT_BRANCH"
  else
    push "$1" "$DEFAULT_BRANCH" >&2
    echo "$1"
  fi
}

# Publishes commit $1, which is on top of $2, as branch $3, whatever that branch has now.
publish_proposal() {
  local scratch commit method=PATCH path=git/refs/heads/$3 payload
  if [[ "$(setting signedCommits)" != true ]]; then
    push "$1" "$3" --force
    return
  fi
  # GitHub closes a pull request as soon as its branch has no commit of its own, so do not reset the branch and commit to
  # it, but move it to a commit made on another branch.
  scratch=$3.$GITHUB_RUN_ID
  gh api --silent --method DELETE "repos/$GITHUB_REPOSITORY/git/refs/heads/$scratch" 2> /dev/null || true
  call_github POST git/refs "$(jq --null-input --arg ref "refs/heads/$scratch" --arg sha "$2" '{$ref, $sha}')" > /dev/null
  commit=$(commit_on_branch "$1" "$2" "$scratch")
  payload=$(jq --null-input --arg sha "$commit" '{$sha, force: true}')
  if [[ -z "$(remote_commit "$3")" ]]; then
    method=POST path=git/refs
    payload=$(jq --null-input --arg ref "refs/heads/$3" --arg sha "$commit" '{$ref, $sha}')
  fi
  call_github "$method" "$path" "$payload" > /dev/null
  call_github DELETE "git/refs/heads/$scratch" > /dev/null
}

# Fetches branch $1 and prints its latest commit, or nothing if there is no such branch.
remote_commit() {
  local refs
  refs=$(git ls-remote origin "refs/heads/$1") || try_again
  # It also prints refs that end like this one.
  [[ $'\n'"$refs"$'\n' == *$'\t'"refs/heads/$1"$'\n'* ]] || return 0
  fetch_branch "$1"
  git rev-parse --verify "refs/remotes/origin/$1^{commit}"
}

# Pushes commit $1 to branch $2; further arguments go to git push.
push() {
  local output
  ! output=$(git push --porcelain "${@:3}" origin "$1:refs/heads/$2" 2>&1) || return 0
  printf '%s\n' "$output" >&2
  case $output in
    *'(fetch first)'* | *'(non-fast-forward)'* | *'failed to update ref'* | *'cannot lock ref'* | \
      *'incorrect old value'*) ;;
    *'repository rule violations'* | *'protected branch'* | *'hook declined'*) fail_by_rule "$2" ;;
    *'Authentication failed'* | *'could not read '* | *' 401'* | *' 403'*) fail_by_token ;;
    *'matches more than one'*)
      fail "A branch or tag of this repository is named refs/heads/$2, so git cannot tell it from the branch $2. Delete it"
      ;;
  esac
  try_again
}

fail_by_rule() {
  fail "A rule rejected the commit on $1: add CD's App to the bypass list of the ruleset (set-up runbook, Branch rules)"
}

fail_by_token() {
  fail "GitHub rejected the token of CD's App: install the App on $GITHUB_REPOSITORY with the permissions" \
    "of the set-up runbook (GitHub Apps)"
}

# Commits the files of commit $1 to branch $3 through GitHub's API, which signs. The branch must still be at commit $2,
# the parent of $1. Prints the new commit.
# https://docs.github.com/graphql/reference/mutations#createcommitonbranch
commit_on_branch() {
  local commit path payload
  payload=$(
    git diff-tree -r --no-renames --name-only "$2" "$1" -- | while IFS= read -r path; do
      git cat-file blob "$1:$path" | base64 | jq --raw-input --slurp --arg path "$path" '{$path, contents: gsub("\n"; "")}'
    done |
      jq --slurp --arg repository "$GITHUB_REPOSITORY" --arg branch "refs/heads/$3" --arg head "$2" \
        --arg headline "$(git log -1 --format=%s "$1" --)" --arg body "$(git log -1 --format=%b "$1" --)" '{
          query: "mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }",
          variables: {input: {
            branch: {repositoryNameWithOwner: $repository, branchName: $branch},
            expectedHeadOid: $head,
            message: {$headline, $body},
            fileChanges: {additions: .}
          }}
        }'
  )
  commit=$(gh_api "$3" graphql --input - --jq .data.createCommitOnBranch.commit.oid <<< "$payload")
  fetch_branch "$3"
  [[ "$(git rev-parse "$commit^{tree}" "$commit^@")" == "$(git rev-parse "$1^{tree}" "$2")" ]] ||
    fail "GitHub committed something other than this run asked for: $commit. Revert it"
  echo "$commit"
}

# Calls GitHub's REST API for this repository: method $1, path $2, body $3 (JSON), filter $4 of jq. Prints the answer.
call_github() {
  gh_api "${2#git/refs/heads/}" --method "$1" "repos/$GITHUB_REPOSITORY/$2" --input - --jq "${4:-.}" <<< "${3:-"{}"}"
}

# Runs gh api with the arguments after $1, the branch that it is about, and ends this attempt if that fails.
gh_api() {
  local answer errors
  errors=$(mktemp)
  if answer=$(gh api "${@:2}" 2> "$errors"); then
    printf '%s\n' "$answer"
    return
  fi
  answer+=$'\n'$(< "$errors")
  printf '%s\n' "$answer" >&2
  case $answer in
    *STALE_DATA* | *'HTTP 5'* | *'HTTP 429'* | *'rate limit'* | *'Something went wrong'* | *'error connecting'* | \
      *timeout* | *'connection reset'* | *EOF*) try_again ;;
    *'rule violations'* | *'protected branch'*) fail_by_rule "$1" ;;
    *'HTTP 401'* | *'HTTP 403'* | *FORBIDDEN*) fail_by_token ;;
  esac
  fail "GitHub rejected a request; see above"
}
