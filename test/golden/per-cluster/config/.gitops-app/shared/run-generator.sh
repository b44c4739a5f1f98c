#!/usr/bin/env bash
# Runs create-gitops-app exactly as it was when it generated this repository: npm verifies the package and all that it needs
# against a lock, which generate and upgrade write.
#
#   bash run-generator.sh LOCK PACKAGE@VERSION check --format github
#
# The lock names no address: the packages come from the registry in .npmrc, by default from the public one. With
# GENERATOR_REGISTRY, those of the scope of PACKAGE come from there alone, with GENERATOR_TOKEN if it is set.
set -euo pipefail

lock=$1
spec=$2
shift 2

# npm takes an address, a Git commit or another package under this name from a lock too, whatever its integrity says of it.
if ! jq --exit-status --arg package "${spec%@*}" --arg version "${spec##*@}" '
  def is_version: type == "string" and test("^[0-9]+[.][0-9]+[.][0-9]+(-[0-9A-Za-z.-]+)?$");
  def is_range: type == "string" and test("^[~^]?[0-9][0-9A-Za-z.-]*$");
  def is_sha512: type == "string" and test("^sha512-[0-9A-Za-z+/]{86}==$");
  keys == ["lockfileVersion", "packages", "requires"]
  and .lockfileVersion == 3
  and .packages[""] == {dependencies: {($package): $version}}
  and .packages["node_modules/" + $package].version == $version
  and all(.packages | del(.[""]) | to_entries[];
    (.key | test("^node_modules/(@[0-9a-z._-]+/)?[0-9a-z][0-9a-z._-]*$"))
    and (.value | keys - ["bin", "dependencies", "integrity", "version"] == [])
    and (.value.version | is_version)
    and (.value.integrity | is_sha512)
    and all(.value.dependencies // {} | .[]; is_range))' "$lock" > /dev/null; then
  echo "::error file=$lock::$lock is not a lock of $spec as generate writes it. Restore it from Git, or run generate" >&2
  exit 1
fi

# Outside of the checkout, so that no node_modules or workspace of this repository counts. Apps with one lock share it.
folder=${RUNNER_TEMP:-$(mktemp -d)}/create-gitops-app-$(git hash-object "$lock")
if [[ ! -f "$folder/installed" ]]; then
  mkdir -p "$folder"
  jq '.packages[""]' "$lock" > "$folder/package.json"
  cp "$lock" "$folder/package-lock.json"
  if [[ -n "${GENERATOR_REGISTRY:-}" ]]; then
    # Not with the repository's own .npmrc, which could send the token elsewhere. npm reads it from the environment.
    address=${GENERATOR_REGISTRY%/}
    printf '%s:registry=%s/\n' "${spec%%/*}" "$address" > "$folder/.npmrc"
    # shellcheck disable=SC2016 # npm expands it
    [[ -z "${GENERATOR_TOKEN:-}" ]] || printf '%s/:_authToken=${GENERATOR_TOKEN}\n' "${address#*:}" >> "$folder/.npmrc"
  elif [[ -f .npmrc ]]; then
    cp .npmrc "$folder"
  fi
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error
  touch "$folder/installed"
fi
# It runs a config, which must not read the token.
unset GENERATOR_TOKEN
"$folder/node_modules/.bin/create-gitops-app" "$@"
