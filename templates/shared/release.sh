# shellcheck shell=bash
# Functions that read requests, images, holds and deliveries, for the scripts of CD. Source this file, don't run it.
#
# Reads REQUEST (the output of validate.sh), DEFAULT_BRANCH and the default variables of GitHub Actions.

here=${BASH_SOURCE%/*}

# Fields of the request and settings of this config repository: text, or JSON. What is null or false is missing.
declare -A request=() settings=()

# Reads them all at once: a jq for each would take longer than everything else.
read_fields() {
  local fields object key value
  # In @tsv, a backslash escapes tabs, line breaks and itself.
  fields=$(jq --raw-output --argjson request "${REQUEST:-null}" '
    {$request, settings: .} | to_entries[] | .key as $object | .value // {} | to_entries[] | select(.value)
    | [$object, .key, (.value | if type == "string" then . else tojson end)] | @tsv' "$here/settings.json")
  while IFS=$'\t' read -r object key value; do
    printf -v value %b "$value"
    case $object in
      request) request[$key]=$value ;;
      settings) settings[$key]=$value ;;
    esac
  done <<< "$fields"
}
read_fields

# Prints field $1 of the request, or nothing if it is null.
field() {
  printf '%s' "${request[$1]:-}"
}

# Prints setting $1 of this config repository, or nothing if it is not set.
setting() {
  printf '%s' "${settings[$1]:-}"
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
  printf '%s\n' "$values" | LC_ALL=C awk -v name="$3" -f "$here/images.awk"
}

# Prints those images of $2 that $1 does not have (both JSON).
changed_images() {
  if [[ "$1" == "$2" ]]; then
    echo '{}'
    return
  fi
  jq --compact-output --argjson before "$1" 'with_entries(select($before[.key] != .value))' <<< "$2"
}

# Prints images $1 (JSON) as short tags, for people.
short_tags() {
  jq --raw-output '[.[].tag[:12]] | unique | join(", ")' <<< "$1"
}

# Prints values file $3 with images $1 from standard input, with the tag and digest of those of images $2 that differ (both
# JSON). Other bytes stay.
replace_images() {
  local images image tag digest text
  images=$(jq --raw-output --argjson before "$1" '
    to_entries[] | select($before[.key] != .value) | [.key, .value.tag, .value.digest] | @tsv' <<< "$2") || return 1
  # The dot keeps trailing newlines, which $(…) would remove.
  text=$(cat && printf .)
  while IFS=$'\t' read -r image tag digest; do
    [[ -n "$image" ]] || continue
    text=$(
      printf '%s' "${text%.}" | IMAGE=$image TAG=$tag DIGEST=$digest LC_ALL=C awk -v write=1 -v name="$3" -f "$here/images.awk" &&
        printf .
    ) || return 1
  done <<< "$images"
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
  local holds
  holds=$(holds_of "$1" "$2")
  [[ "$holds" == '{}' ]] ||
    jq --raw-output --arg environment "$3" '.[$environment] // empty | "\(.by): \(.reason)"' <<< "$holds"
}

# Prints trailer $3 of commit $2 in repository $1, or nothing. Several are separated by a comma.
trailer() {
  git -C "$1" log -1 --format="%(trailers:key=$3,valueonly,separator=%x2C)" "$2" --
}

# Whether commits $2 and $3 of repository $1 differ, and only by the given files: regular ones, not links or submodules,
# that both have. Only a file of holds may be new.
changes_only() {
  local changed line path old new status
  # A line of a commit: modes and IDs, a tab, and the path, in quotes if it has a tab or a line break.
  changed=$(git -C "$1" diff-tree -r --no-renames "$2" "$3" --) || return 1
  while IFS= read -r line; do
    path=${line#*$'\t'}
    is_one_of "$path" "${@:4}" || return 1
    read -r old new _ _ status <<< "${line%%$'\t'*}"
    case "$old $new $status" in
      ':100644 100644 M') ;;
      ':000000 100644 A') [[ "$path" == */holds.json ]] || return 1 ;;
      *) return 1 ;;
    esac
  done <<< "$changed"
}

# Whether $1 is one of the other arguments.
is_one_of() {
  local other
  for other in "${@:2}"; do
    [[ "$1" != "$other" ]] || return 0
  done
  return 1
}

# Whether values file $4 of commits $2 and $3 in repository $1 differs, and only by tags and digests of images.
changes_images() {
  local before after
  before=$(images_of "$1" "$2" "$4") && after=$(images_of "$1" "$3" "$4") || return 1
  [[ "$before" != "$after" ]] &&
    cmp --silent <(git -C "$1" cat-file blob "$3:$4") \
      <(git -C "$1" cat-file blob "$2:$4" | replace_images "$before" "$after" "$4")
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

# Prints the delivery that commit $2 of repository $1, itself a delivery to values file $3, restored; or nothing. Whoever
# merges a pull request writes the text of that commit, so its images must be those of the delivery that it names.
restored_delivery() {
  local target
  target=$(trailer "$1" "$2" Rolled-Back-To)
  if [[ "$target" =~ ^[0-9a-f]{40,64}$ && "$target" != "$2" ]] && is_delivery "$1" "$target" "$3" &&
    git -C "$1" merge-base --is-ancestor "$target" "$2" &&
    jq --exit-status --argjson restored "$(images_of "$1" "$target" "$3")" 'all(to_entries[]; $restored[.key] == .value)' \
      <<< "$(images_of "$1" "$2" "$3")" > /dev/null; then
    echo "$target"
  fi
}

# Prints where images $3 (JSON) of app $2 come from, as of commit $1: {"shop": {"repository": …, "sha": …, "run_id": …,
# "run_attempt": …}}, without those of which nobody knows.
#
# It is the delivery from CI that says so, and not the commit that an environment has the image from: the text of a
# promotion is that of its pull request, or what whoever merged it has typed. And an image that comes back, by a rollback, a
# revert or a promotion, is as old as it was. The search finds more than it needs; what it finds is compared.
sources_of() {
  local name image commit path pattern
  while IFS=$'\t' read -r name pattern image; do
    while read -r commit; do
      path=$(path_from_ci "$commit" "$2")
      if [[ -n "$path" ]] && changed_images "$(images_of . "$commit^1" "$path")" "$(images_of . "$commit" "$path")" |
        jq --exit-status --arg name "$name" --argjson image "$image" '.[$name] == $image' > /dev/null; then
        source_of "$commit" | jq --compact-output --arg name "$name" '{($name): .}'
        break
      fi
    done < <(git log --first-parent --format=%H -G "$pattern" "$1" -- "charts/$2/*-values.yaml")
  done < <(jq --raw-output '
    to_entries[] | select(.value.tag != "" and .value.digest != "")
    | ([.value.tag, .value.digest | gsub("[^A-Za-z0-9_-]"; ".")] | join("|")) as $pattern
    | "\(.key)\t\($pattern)\t\(.value | tojson)"' <<< "$3") |
    jq --slurp --compact-output 'add // {}'
}

# Prints the values file of app $2 that commit $1 delivered images to which CI had sent, or nothing. CD itself makes such a
# commit, with its text: no pull request proposes images to an environment that CI deploys.
path_from_ci() {
  local path environment
  while IFS= read -r path; do
    environment=${path#"charts/$2/"}
    environment=${environment%-values.yaml}
    if git show "$1:.gitops-app/$2/delivery.json" 2> /dev/null |
      jq --exit-status --arg environment "$environment" --arg path "$path" \
        '.environments[$environment] | .values == $path and .promoteFrom == null and .approval == null' > /dev/null &&
      [[ -z "$(trailer . "$1" Rolled-Back-To)" ]] && is_delivery . "$1" "$path"; then
      echo "$path"
    fi
  done < <(git diff-tree -r --no-commit-id --name-only "$1" -- "charts/$2/*-values.yaml")
}

# Prints the source that commit $1, a delivery from CI, names. Run IDs of a GitHub server increase, so that of a delivery
# is lower than the ID of the run that made it, and than that of this run: otherwise it is none, or it comes from another
# server.
source_of() {
  local run cd_run
  run=$(trailer . "$1" Source-Run)
  cd_run=$(trailer . "$1" CD-Run)
  if ! [[ "$run" =~ ^[0-9]{1,18}$ && "$cd_run" == "$GITHUB_SERVER_URL/"* && "${cd_run##*/}" =~ ^[0-9]{1,18}$ ]] ||
    ((10#$run >= 10#${cd_run##*/} || 10#$run >= GITHUB_RUN_ID)); then
    run=null
  fi
  jq --null-input --arg repository "$(trailer . "$1" Source-Repository)" --arg sha "$(trailer . "$1" Source-Commit)" \
    --arg run_id "$run" --arg run_attempt "$(trailer . "$1" Source-Attempt)" \
    '{$repository, $sha, run_id: ($run_id | tonumber? // null), run_attempt: ($run_attempt | tonumber? // null)}'
}

# Prints trailers that name each of the sources $1 (JSON, by image) once, the oldest first.
source_trailers() {
  jq --raw-output '
    [.[]] | unique_by([.run_id, .sha])[]
    | "Source-Repository: \(.repository)",
      "Source-Commit: \(.sha)",
      "Source-Run: \(.run_id // "")",
      "Source-Attempt: \(.run_attempt // "")"' <<< "$1"
}
