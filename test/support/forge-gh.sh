#!/usr/bin/env bash
# `gh api` against a forge: FORGE_ADDRESS is its host and port, GH_TOKEN says who asks. Bash alone: runs call it hundreds of
# times, and Node takes fifty times as long to start.
set -euo pipefail

[[ "${1-}" == api ]] || {
  echo "gh ${1-} is not known here" >&2
  exit 1
}
shift
silent='' filter='' method='' path='' body='' fields=()
while (($# > 0)); do
  case $1 in
    --paginate) ;;
    --silent) silent=1 ;;
    --jq) filter=$2 && shift ;;
    --method) method=$2 && shift ;;
    --input) body=$(cat "${2/#-//dev/stdin}") && shift ;;
    -f) fields+=("$2") && shift ;;
    -*) shift ;;
    *) path=$1 ;;
  esac
  shift
done
((${#fields[@]} == 0)) || body=$(jq --null-input '[$ARGS.positional[] | split("=") | {(.[0]): .[1:] | join("=")}] | add' --args "${fields[@]}")
[[ -n "$method" ]] || method=$([[ -n "$body" ]] && echo POST || echo GET)

# Lengths are in bytes.
LC_ALL=C
exec 3<> "/dev/tcp/${FORGE_ADDRESS/://}"
# Version 1.0 has no chunks: the answer ends with the connection.
printf '%s /%s HTTP/1.0\r\nauthorization: Bearer %s\r\ncontent-length: %d\r\n\r\n%s' "$method" "$path" "$GH_TOKEN" "${#body}" "$body" >&3
read -r _ status _ <&3
while IFS= read -r header <&3 && [[ "$header" != $'\r' ]]; do :; done
answer=$(cat <&3)
if ((status >= 400)); then
  echo "gh: $answer (HTTP $status) $method $path" >&2
  exit 1
fi
[[ -z "$silent" && -n "$answer" ]] || exit 0
if [[ -n "$filter" ]]; then
  jq --raw-output --compact-output "$filter" <<< "$answer"
else
  printf '%s' "$answer"
fi
