# shellcheck shell=bash
# What validate.sh, deploy.sh and rollback.sh share. Read by them, never run.
#
# The latter two work in a worktree of their own at the newest commit of the default branch, so that the scripts that
# run stay those of the commit that was validated. They read REQUEST (from validate.sh), DEFAULT_BRANCH and GH_TOKEN.

here=${BASH_SOURCE%/*}
: "${TRIES:=20}" "${PAUSE_MILLISECONDS:=500}"

# The token reaches git by its environment alone: it stands in no file and in no list of processes.
export GIT_TERMINAL_PROMPT=0 GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=credential.helper
# shellcheck disable=SC2016 # expanded by the shell that git starts
export GIT_CONFIG_VALUE_0='!f() { [ "$1" != get ] || printf "username=x-access-token\npassword=%s\n" "$GH_TOKEN"; }; f'

# One field of the request; nothing where it is null.
field() {
  jq --raw-output --arg name "$1" '.[$name] // empty | if type == "string" then . else tojson end' <<< "$REQUEST"
}

summary() {
  printf '%s\n' "$*" | tee -a "$GITHUB_STEP_SUMMARY"
}

# Succeeds without having changed anything.
leave_as_it_is() {
  echo "::notice::${1//%/%25}"
  summary "$1"
  exit 0
}

# To standard error, so that it is seen from within $(…) too.
fail() {
  {
    echo "::error::${1//%/%25}"
    summary "$1"
  } >&2
  exit 1
}

# Puts the worktree at the newest commit of the default branch. Nothing of an earlier try is left in it.
to_newest() {
  git fetch --quiet origin "+refs/heads/$DEFAULT_BRANCH:refs/remotes/origin/$DEFAULT_BRANCH" || return 1
  if [[ -z "${work:-}" ]]; then
    work=$(mktemp -d)
    git worktree add --quiet --detach "$work" "origin/$DEFAULT_BRANCH"
  else
    git -C "$work" reset --quiet --hard "origin/$DEFAULT_BRANCH"
  fi
}

# Images of wrapper values, as JSON: {"shop": {"tag": "…", "digest": "…"}}. $1 is a commit of $work, $2 a path.
images_of() {
  local values
  values=$(git -C "$work" show "$1:$2") || return 1
  printf '%s\n' "$values" | awk -v name="$2" -f "$here/images.awk" |
    jq --raw-input --null-input --compact-output '[inputs | split("\t") | {(.[0]): {tag: .[1], digest: .[2]}}] | add // {}'
}

# Writes images into the wrapper values at path $1, and proves that nothing else has changed there.
write_images() {
  local file=$1 images=$2 image edited others
  [[ -f "$work/$file" && ! -L "$work/$file" ]] || fail "$file is not a file of $DEFAULT_BRANCH"
  for image in $(jq --raw-output 'keys[]' <<< "$images"); do
    edited=$(
      IMAGE=$image TAG=$(jq --raw-output --arg image "$image" '.[$image].tag' <<< "$images") \
        DIGEST=$(jq --raw-output --arg image "$image" '.[$image].digest' <<< "$images") \
        awk -v write=1 -f "$here/images.awk" "$work/$file" && printf .
    ) || fail "$file cannot be written; see above"
    printf '%s' "${edited%.}" > "$work/$file"
  done
  others=$(git -C "$work" diff --unified=0 -- "$file" | sed -E '1,4d; /^@@/d; /^[-+] +(tag|digest):/d')
  [[ -z "$others" ]] || fail "$file: more than tags and digests would change: $others"
}

# The reason of a hold on an environment at the newest commit; nothing where there is none.
hold_of() {
  local file=$work/.gitops-app/$1/holds.json
  [[ ! -f "$file" ]] || jq --raw-output --arg environment "$2" '.[$environment] // empty | "\(.by): \(.reason)"' "$file"
}

# Commits what is in the worktree. $1 is the subject, the rest are trailers. Empty ones are left out.
commit() {
  local subject=$1 trailer arguments=()
  shift
  for trailer in "$@"; do
    [[ "$trailer" =~ ^[A-Za-z-]+:\ *$ ]] || arguments+=(--trailer "$trailer")
  done
  git -C "$work" add --all
  git -C "$work" commit --quiet --message "$subject" "${arguments[@]}"
}

# Trailers of the images, one a line: the whole reference, as a cluster pulls it.
image_trailers() {
  jq --raw-output --argjson repositories "$(field repositories)" \
    'to_entries[] | "Image: \($repositories[.key]):\(.value.tag)@\(.value.digest)"' <<< "$1"
}

# Pushes the worktree's commit to a branch: 0 done, 1 somebody else was first or the network failed. What no further
# try would change ends the run.
push() {
  local output
  if output=$(git -C "$work" push --porcelain "${@:2}" origin "HEAD:refs/heads/$1" 2>&1); then
    return 0
  fi
  echo "$output"
  case $output in
    *'(fetch first)'* | *'(non-fast-forward)'* | *'failed to update ref'* | *'cannot lock ref'* | *'incorrect old value'*) return 1 ;;
    *'repository rule violations'* | *'protected branch'* | *'hook declined'*)
      fail "$1 refuses the push: CD's App must be a bypass actor of the ruleset (set-up runbook, branch rules)"
      ;;
    *'Authentication failed'* | *'could not read '* | *' 401'* | *' 403'*)
      fail "The token of CD's App is refused: it must be installed on $GITHUB_REPOSITORY with contents: write (set-up runbook, GitHub Apps)"
      ;;
  esac
  return 1
}

# Waits a while before the next try, longer each time, and never as long as the others that wait.
pause() {
  local milliseconds=$((RANDOM % (PAUSE_MILLISECONDS * $1) + 1))
  sleep "$((milliseconds / 1000)).$(printf '%03d' "$((milliseconds % 1000))")"
}
