# shellcheck shell=bash
# Functions that read requests, images, holds and deliveries, for the scripts of CD. Source this file, don't run it.
#
# Reads REQUEST (the output of validate.sh), DEFAULT_BRANCH and the default variables of GitHub Actions.

here=${BASH_SOURCE%/*}

# Prints field $1 of the request, or nothing if it is null.
field() {
  jq --raw-output --arg name "$1" '.[$name] // empty | if type == "string" then . else tojson end' <<< "$REQUEST"
}

# Prints setting $1 of this config repository, or nothing if it is not set.
setting() {
  jq --raw-output --arg name "$1" '.[$name] // empty' "$here/settings.json"
}

# Adds a line of Markdown to the job summary, and to the log, where GitHub would take ##[…] for a command.
summary() {
  printf '%s\n' "$*" >> "$GITHUB_STEP_SUMMARY"
  printf '%s\n' "${*//'##['/'# #['}"
}

# Prints text $1 as Markdown code: links, mentions, HTML and headings in it have no effect.
code() {
  jq --null-input --raw-output --arg text "$1" '
    ("`" * (([$text | match("`+"; "g").length] | max // 0) + 1)) as $fence | "\($fence) \($text) \($fence)"'
}

# Prints annotation $1 (error, warning or notice) with message $2, escaped as GitHub's toolkit does:
# https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
annotate() {
  local message=$2
  message=${message//'%'/%25}
  message=${message//$'\r'/%0D}
  message=${message//$'\n'/%0A}
  printf '::%s::%s\n' "$1" "$message"
}

# Ends the run successfully and says why it changed nothing. An annotation of level $1 shows that on the page of the run.
nothing_to_do() {
  annotate "$1" "${*:2}"
  summary "$(code "${*:2}")"
  exit 0
}

# Ends the run with an error. Prints to standard error, so that $(…) does not swallow the message.
fail() {
  {
    annotate error "$*"
    summary "$(code "$*")"
  } >&2
  exit 1
}

run_url() {
  echo "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
}

# The default branch, fully qualified: a tag may be named origin/main, and git would prefer it.
main_ref() {
  echo "refs/remotes/origin/$DEFAULT_BRANCH"
}

# Prints the images of values file $3 at commit $2 of repository $1 as JSON: {"shop": {"tag": "…", "digest": "…"}}.
images_of() {
  local values
  values=$(git -C "$1" cat-file blob "$2:$3") || return 1
  printf '%s\n' "$values" | LC_ALL=C awk -v name="$3" -f "$here/images.awk" |
    jq --raw-input --null-input --compact-output \
      '[inputs | split("\t") | {(.[0]): {tag: .[1], digest: .[2]}}] | add // {}'
}

# Prints those images of $2 that $1 does not have (both JSON).
changed_images() {
  jq --compact-output --argjson before "$1" 'with_entries(select($before[.key] != .value))' <<< "$2"
}

# Prints images $1 (JSON) as short tags, for people.
short_tags() {
  jq --raw-output '[.[].tag[:12]] | unique | join(", ")' <<< "$1"
}

# Prints values file $2 from standard input, with the tag and digest of images $1 (JSON). Other bytes stay.
replace_images() {
  local image tag digest text
  # The dot keeps trailing newlines, which $(…) would remove.
  text=$(cat && printf .)
  while IFS=$'\t' read -r image tag digest; do
    text=$(
      printf '%s' "${text%.}" | IMAGE=$image TAG=$tag DIGEST=$digest LC_ALL=C awk -v write=1 -v name="$2" -f "$here/images.awk" &&
        printf .
    ) || return 1
  done < <(jq --raw-output 'to_entries[] | [.key, .value.tag, .value.digest] | @tsv' <<< "$1")
  printf '%s' "${text%.}"
}

# Prints the path of the holds of app $1.
holds_path() {
  echo ".gitops-app/$1/holds.json"
}

# Prints the holds of app $2 at commit $1 as JSON.
holds_of() {
  git cat-file blob "$1:$(holds_path "$2")" 2> /dev/null || echo '{}'
}

# Prints who holds environment $3 of app $2 at commit $1 and why, or nothing if there is no hold.
hold_of() {
  holds_of "$1" "$2" | jq --raw-output --arg environment "$3" '.[$environment] // empty | "\(.by): \(.reason)"'
}

# Prints trailer $3 of commit $2 in repository $1, or nothing.
trailer() {
  git -C "$1" log -1 --format="%(trailers:key=$3,valueonly,separator=)" "$2" --
}

# Whether commits $2 and $3 of repository $1 differ, and only by the given files: regular ones, not links or submodules,
# that both have. Only a file of holds may be new.
changes_only() {
  local changed
  changed=$(git -C "$1" diff-tree -r --no-renames "$2" "$3" --) || return 1
  jq --raw-input --null-input --exit-status '
    $ARGS.positional as $allowed
    | [inputs | split("\t") | {path: .[1], entry: .[0] | split(" ") | [.[0], .[1], .[4]]}]
    | . != []
      and all(.[]; (.path | IN($allowed[]))
        and (.entry == [":100644", "100644", "M"]
          or (.entry == [":000000", "100644", "A"] and (.path | endswith("/holds.json")))))
  ' --args "${@:4}" <<< "$changed" > /dev/null
}

# Whether values file $4 of commits $2 and $3 in repository $1 differs, and only by tags and digests of images.
changes_images() {
  local before after
  before=$(images_of "$1" "$2" "$4") && after=$(images_of "$1" "$3" "$4") || return 1
  [[ "$before" != "$after" ]] &&
    cmp --silent <(git -C "$1" cat-file blob "$3:$4") \
      <(git -C "$1" cat-file blob "$2:$4" | replace_images "$(changed_images "$before" "$after")" "$4")
}

# Whether commits $2 and $3 of repository $1 differ by images of values file $4, and by holds of its app at most. Values
# files are in charts/<app>/.
changes_only_images() {
  local app=${4#charts/}
  changes_only "$1" "$2" "$3" "$4" "$(holds_path "${app%%/*}")" && changes_images "$1" "$2" "$3" "$4"
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
  author=$(git -C "$1" log -1 --format=%ae "$2" -- 2> /dev/null) || return 1
  [[ "${author#"${author%%[!0-9]*}+"}" == "$(cd_email)" ]] &&
    git -C "$1" rev-list --first-parent "$(main_ref)" -- | grep --line-regexp --fixed-strings -e "$2" > /dev/null &&
    changes_only_images "$1" "$2^1" "$2" "$3" 2> /dev/null
}

# Prints the deliveries to values file $3 in repository $1 up to commit $2, newest first.
deliveries() {
  local commit
  while read -r commit; do
    ! is_delivery "$1" "$commit" "$3" || echo "$commit"
  done < <(git -C "$1" rev-list --first-parent "$2" -- "$3")
}

# Prints the names of those images of $4 (JSON) that no delivery to values file $3 in repository $1 wrote, up to commit $2.
undelivered_images() {
  local left=$4 commit written
  while [[ "$left" != '{}' ]] && read -r commit; do
    written=$(changed_images "$(images_of "$1" "$commit^1" "$3")" "$(images_of "$1" "$commit" "$3")")
    left=$(jq --compact-output --argjson written "$written" 'with_entries(select($written[.key] != .value))' <<< "$left")
  done < <(deliveries "$1" "$2" "$3")
  jq --raw-output 'keys | join(", ")' <<< "$left"
}

# Prints the delivery that commit $2 of repository $1, itself a delivery to values file $3, restored; or nothing.
restored_delivery() {
  local target
  target=$(trailer "$1" "$2" Rolled-Back-To)
  if [[ "$target" =~ ^[0-9a-f]{40,64}$ && "$target" != "$2" ]] && is_delivery "$1" "$target" "$3" &&
    git -C "$1" merge-base --is-ancestor "$target" "$2"; then
    echo "$target"
  fi
}

# Prints the delivery whose images values file $3 in repository $1 has at commit $2, or nothing: the latest one, or what
# it restored.
current_release() {
  local commit restored
  read -r commit < <(deliveries "$1" "$2" "$3") || return 0
  while restored=$(restored_delivery "$1" "$commit" "$3") && [[ -n "$restored" ]]; do
    commit=$restored
  done
  echo "$commit"
}

# Prints the CI run of delivery $2 in repository $1, or nothing. Run IDs of a GitHub server increase, so that of a
# delivery is lower than the ID of the run that made it, and than that of this run: otherwise it is none, or it comes
# from another server.
source_run() {
  local run cd_run
  run=$(trailer "$1" "$2" Source-Run)
  cd_run=$(trailer "$1" "$2" CD-Run)
  if [[ "$run" =~ ^[0-9]{1,18}$ && "$cd_run" == "$GITHUB_SERVER_URL/"* && "${cd_run##*/}" =~ ^[0-9]{1,18}$ ]] &&
    ((10#$run < 10#${cd_run##*/} && 10#$run < GITHUB_RUN_ID)); then
    echo "$run"
  fi
}
