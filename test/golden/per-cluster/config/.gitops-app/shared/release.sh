# shellcheck shell=bash
# Functions that validate.sh, deploy.sh and rollback.sh share. Source this file, don't run it.
#
# Reads REQUEST (the output of validate.sh), DEFAULT_BRANCH, GH_TOKEN and the default variables of GitHub Actions.
#
# deploy.sh and rollback.sh edit a worktree of the latest commit. The scripts themselves stay at the validated commit.

here=${BASH_SOURCE%/*}
: "${TRIES:=20}" "${PAUSE_MILLISECONDS:=500}"

# Git reads the token from the environment, so it is in no file and in no process list.
export GIT_TERMINAL_PROMPT=0 GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=credential.helper
# shellcheck disable=SC2016 # git's shell expands it
export GIT_CONFIG_VALUE_0='!f() { [ "$1" != get ] || printf "username=x-access-token\npassword=%s\n" "$GH_TOKEN"; }; f'

# Prints field $1 of the request, or nothing if it is null.
field() {
  jq --raw-output --arg name "$1" '.[$name] // empty | if type == "string" then . else tojson end' <<< "$REQUEST"
}

# Adds a line to the log and to the job summary.
summary() {
  printf '%s\n' "$*" | tee -a "$GITHUB_STEP_SUMMARY"
}

# Prints annotation $1 (error, warning or notice) with message $2. An unescaped percent sign would start an escape.
annotate() {
  echo "::$1::${2//%/%25}"
}

# Ends the run successfully and says why it changed nothing.
nothing_to_do() {
  annotate notice "$*"
  summary "$*"
  exit 0
}

# Ends the run with an error. Prints to standard error, so that $(…) does not swallow the message.
fail() {
  {
    annotate error "$*"
    summary "$*"
  } >&2
  exit 1
}

run_url() {
  echo "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
}

# Prints setting $1 of this config repository.
setting() {
  jq --raw-output --arg name "$1" '.[$name] // empty' "$here/settings.json"
}

# The default branch, fully qualified: a tag may be named origin/main, and git would prefer it.
main_ref() {
  echo "refs/remotes/origin/$DEFAULT_BRANCH"
}

# Puts worktree $1 at the latest commit of the default branch. Leaves nothing of an earlier attempt in it.
checkout_latest() {
  git fetch --quiet --no-tags origin "+refs/heads/$DEFAULT_BRANCH:$(main_ref)" || return 1
  if [[ -e "$1/.git" ]]; then
    git -C "$1" reset --quiet --hard "$(main_ref)"
  else
    git worktree add --quiet --detach "$1" "$(main_ref)"
  fi
}

# Prints the e-mail address of CD's commits, as GitHub gives one to every App. GitHub puts the ID of the App before it,
# as in 123+shop-config-cd[bot], where it makes the commit itself.
cd_email() {
  echo "$(setting cdApp)[bot]@users.noreply.${GITHUB_SERVER_URL#*://}"
}

# Whether commit $2 of repository $1 is a delivery to values file $3: on the default branch itself, by CD, and nothing
# but images of that file and holds of its app changed. Nobody can forge the author of a commit on the default branch:
# only CD pushes to it, and GitHub sets the author when it squashes a pull request. Commits inside of a merged pull
# request are not on the branch itself.
is_delivery() {
  local author
  author=$(git -C "$1" log -1 --format=%ae "$2" --) || return 1
  [[ "${author#"${author%%[!0-9]*}+"}" == "$(cd_email)" ]] &&
    git -C "$1" rev-list --first-parent "$(main_ref)" -- | grep --line-regexp --fixed-strings "$2" > /dev/null &&
    changes_only_images "$1" "$2^1" "$2" "$3"
}

# Whether commit $3 of repository $1 differs from commit $2 by images of values file $4, and by holds of its app at
# most. Values files are in charts/<app>/.
changes_only_images() {
  local app=${4#charts/} before after changed
  app=${app%%/*}
  changed=$(git -C "$1" diff-tree -r --no-renames --format= "$2" "$3" -- 2> /dev/null) || return 1
  # Regular files only: no link, no submodule, nothing executable, nothing deleted.
  jq --raw-input --null-input --exit-status --arg values "$4" --arg holds ".gitops-app/$app/holds.json" '
    [inputs | split("\t") | {path: .[1], entry: .[0] | split(" ") | {from: .[0], to: .[1], kind: .[4]}}]
    | any(.[]; .path == $values)
      and all(.[]; .entry == {from: ":100644", to: "100644", kind: "M"} and (.path == $values or .path == $holds)
        or .entry == {from: ":000000", to: "100644", kind: "A"} and .path == $holds)
  ' <<< "$changed" > /dev/null || return 1
  before=$(images_of "$1" "$2" "$4" 2> /dev/null) && after=$(images_of "$1" "$3" "$4" 2> /dev/null) || return 1
  cmp --silent <(git -C "$1" cat-file blob "$3:$4") \
    <(git -C "$1" cat-file blob "$2:$4" | replace_images "$(changed_images "$before" "$after")" "$4")
}

# Prints those images of $2 that $1 does not have (both JSON).
changed_images() {
  jq --compact-output --argjson before "$1" 'with_entries(select($before[.key] != .value))' <<< "$2"
}

# Prints values file $2 from standard input, with the tag and digest of images $1 (JSON).
replace_images() {
  local image tag digest text
  text=$(cat && printf .)
  while IFS=$'\t' read -r image tag digest; do
    text=$(
      printf '%s' "${text%.}" | IMAGE=$image TAG=$tag DIGEST=$digest awk -v write=1 -v name="$2" -f "$here/images.awk" &&
        printf .
    ) || return 1
  done < <(jq --raw-output 'to_entries[] | [.key, .value.tag, .value.digest] | @tsv' <<< "$1")
  printf '%s' "${text%.}"
}

# Prints the images of values file $3 at commit $2 of worktree $1 as JSON: {"shop": {"tag": "…", "digest": "…"}}.
images_of() {
  local values
  values=$(git -C "$1" show "$2:$3") || return 1
  printf '%s\n' "$values" | awk -v name="$3" -f "$here/images.awk" |
    jq --raw-input --null-input --compact-output \
      '[inputs | split("\t") | {(.[0]): {tag: .[1], digest: .[2]}}] | add // {}'
}

# Prints images $1 (JSON) as short tags, for people.
short_tags() {
  jq --raw-output '[.[].tag[:12]] | unique | join(", ")' <<< "$1"
}

# Writes images $3 (JSON) to values file $2 of worktree $1, and verifies that nothing else changed.
write_images() {
  local work=$1 values=$2 images=$3 image tag digest edited others
  [[ -f "$work/$values" && ! -L "$work/$values" ]] || fail "$values is not a regular file on $DEFAULT_BRANCH"
  for image in $(jq --raw-output 'keys[]' <<< "$images"); do
    tag=$(jq --raw-output --arg image "$image" '.[$image].tag' <<< "$images")
    digest=$(jq --raw-output --arg image "$image" '.[$image].digest' <<< "$images")
    # The dot keeps trailing newlines, which $(…) would remove.
    edited=$(
      IMAGE=$image TAG=$tag DIGEST=$digest awk -v write=1 -f "$here/images.awk" "$work/$values" && printf .
    ) || fail "Could not update $values; see above"
    printf '%s' "${edited%.}" > "$work/$values"
  done
  others=$(git -C "$work" diff --unified=0 -- "$values" | sed -E '1,4d; /^@@/d; /^[-+] +(tag|digest):/d')
  [[ -z "$others" ]] || fail "$values: only tags and digests may change, but this would too: $others"
}

# Prints who holds environment $3 of app $2 and why, or nothing if there is no hold. $1 is the worktree.
hold_of() {
  local holds=$1/.gitops-app/$2/holds.json
  [[ -f "$holds" ]] || return 0
  jq --raw-output --arg environment "$3" '.[$environment] // empty | "\(.by): \(.reason)"' "$holds"
}

# Commits all changes of worktree $1 with subject $2 and trailers $3, one per line. Leaves out empty trailers.
commit() {
  local trailer arguments=()
  while IFS= read -r trailer; do
    [[ "$trailer" =~ ^[A-Za-z-]+:\ *$ ]] || arguments+=(--trailer "$trailer")
  done <<< "$3"
  git -C "$1" add --all
  git -C "$1" commit --quiet --message "$2" "${arguments[@]}"
}

# Prints trailer $3 of commit $2 in repository $1, or nothing.
trailer() {
  git -C "$1" log -1 --format="%(trailers:key=$3,valueonly,separator=)" "$2"
}

# Prints a trailer per image of $1 (JSON), with the full reference that a cluster pulls.
image_trailers() {
  jq --raw-output --argjson repositories "$(field repositories)" \
    'to_entries[] | "Image: \($repositories[.key]):\(.value.tag)@\(.value.digest)"' <<< "$1"
}

# Pushes the commit of worktree $1 to branch $2; further arguments go to git push. Returns 1 if another attempt may
# help: another push came first, or the network failed.
push() {
  local work=$1 branch=$2 output
  if output=$(git -C "$work" push --porcelain "${@:3}" origin "HEAD:refs/heads/$branch" 2>&1); then
    return 0
  fi
  echo "$output"
  case $output in
    *'(fetch first)'* | *'(non-fast-forward)'* | *'failed to update ref'* | *'cannot lock ref'* | \
      *'incorrect old value'*)
      return 1
      ;;
    *'repository rule violations'* | *'protected branch'* | *'hook declined'*)
      fail "A rule rejected the push to $branch: add CD's App to the bypass list of the ruleset" \
        "(set-up runbook, Branch rules)"
      ;;
    *'Authentication failed'* | *'could not read '* | *' 401'* | *' 403'*)
      fail "GitHub rejected the token of CD's App: install the App on $GITHUB_REPOSITORY with contents: write" \
        "(set-up runbook, GitHub Apps)"
      ;;
  esac
  return 1
}

# Sleeps before attempt $1 + 1: a random time, so that concurrent runs spread out, and a longer one after each attempt.
pause() {
  local milliseconds=$((RANDOM % (PAUSE_MILLISECONDS * $1) + 1))
  sleep "$((milliseconds / 1000)).$(printf '%03d' "$((milliseconds % 1000))")"
}
