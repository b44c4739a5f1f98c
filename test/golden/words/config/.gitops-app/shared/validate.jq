# Judges the inputs of a run: → {problems: [text], request: {…}}. $contract and $delivery are slurped files.
# It reads the part of JSON Schema that contract.schema.json uses, and says every problem at once.

def shown: tojson | if length > 100 then .[:100] + "…" else . end;

# jq's ^ and $ match at line ends; JSON Schema's do not. No text here may have a second line.
def matches($pattern): (test("[\\x00-\\x1f\\x7f]") | not) and test($pattern);

def violations($schema; $at):
  . as $value
  | if $schema.type == "integer" then
      select(type != "number" or . != floor or . < ($schema.minimum // .)) | "\($at) is \(shown); it must be a whole number from \($schema.minimum)"
    elif type != $schema.type then
      "\($at) is \(shown); its type must be \($schema.type)"
    elif type == "string" then
      if $schema.const != null then select(. != $schema.const) | "\($at) is \(shown); it must be \($schema.const | tojson)"
      elif $schema.enum != null then select(. as $text | any($schema.enum[]; . == $text) | not) | "\($at) is \(shown); it must be one of \($schema.enum | join(", "))"
      elif length > ($schema.maxLength // length) then "\($at) has \(length) characters; at most \($schema.maxLength) are allowed"
      elif $schema.pattern != null then select(matches($schema.pattern) | not) | "\($at) is \(shown); it must match \($schema.pattern)"
      elif $schema.contentSchema != null and . != "" then
        ([try {parsed: fromjson} catch {}] | first // {}) as $content
        | if $content == {} then "\($at) is \(shown); it must be JSON" else $content.parsed | violations($schema.contentSchema; $at) end
      else empty end
    else
      ($schema.required // [] | .[] | select(in($value) | not) | "\($at).\(.) is missing"),
      (select(length < ($schema.minProperties // 0)) | "\($at) is empty"),
      (to_entries[] | .key as $key | ($schema.properties[$key] // $schema.additionalProperties) as $property
        | if $property then .value | violations($property; "\($at).\($key)") else "\($at).\($key | shown) is not known" end)
    end;

# What the schema cannot say: this app's own environments, images and repository, and who asks.
def refusals($delivery; $actor; $images; $source):
  $delivery.environments[.environment] as $environment
  | (.environment) as $name
  | ($delivery.unset[] | "pipeline.config.ts of \($delivery.source) does not say \(.) yet"),
    if $environment == null then "environment is \($name | shown); \($delivery.app) has \($delivery.environments | keys_unsorted | join(", "))"
    elif .action != null or $environment.promoteFrom != null then
      (select($actor | endswith("[bot]")) | "only a person may ask for this, not \($actor)"),
      if .action != null then empty
      else
        (select(.from != $environment.promoteFrom) | "from is \(.from | shown); \($name) is promoted from \($environment.promoteFrom)"),
        (select(.images != "" or .source != "") | "\($name) gets the images of \($environment.promoteFrom); leave images and source empty")
      end
    else
      (select(.from != "") | "from is \(.from | shown); \($name) is deployed by CI and promoted from nowhere"),
      (select(.images == "") | "images is empty; \($name) is deployed by CI"),
      (select(.source == "") | "source is empty; \($name) is deployed by CI"),
      ($images // {} | keys[] | select(in($delivery.images) | not) | "image \(shown) is not of \($delivery.app), which has \($delivery.images | keys_unsorted | join(", "))"),
      ($source // empty | select(.repository != $delivery.source) | "source.repository is \(.repository | shown); images of \($delivery.app) come from \($delivery.source)")
    end;

$contract[0]["$defs"][$kind] as $schema
| $delivery[0] as $delivery
| env.GITHUB_TRIGGERING_ACTOR as $actor
| map_values(tostring)
| [violations($schema; "inputs")] as $violations
| if $violations != [] then {problems: $violations}
  else
    def parsed: if . == null or . == "" then null else fromjson end;
    (.images | parsed) as $images
    | (.source | parsed) as $source
    | .environment as $name
    | $delivery.environments[$name] as $environment
    | {
        problems: [refusals($delivery; $actor; $images; $source)],
        request: {
          app, environment, reason, $actor,
          values: $environment.values,
          repositories: $delivery.images,
          manualSync: ($environment.manualSync // []),
          promotesTo: [$delivery.environments | to_entries[] | select(.value.promoteFrom == $name) | .key],
          # Deployment by CI; validate.sh fills them in for a promotion.
          $images, $source,
          allowDowngrade: (.allow_downgrade == "true"),
          # Promotion.
          from,
          fromValues: $delivery.environments[.from // ""].values,
          sourceRepository: $delivery.source,
          approval: ($environment.approval.by // "none"),
          reviewers: ($environment.approval.reviewers // []),
          # Rollback.
          action, to
        }
      }
  end
