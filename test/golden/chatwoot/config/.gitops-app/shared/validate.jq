# Validates the inputs of a run and prints {problems: [text], request: {…}}. $contract and $delivery are slurped.
# Supports the part of JSON Schema that contract.schema.json uses, and reports all problems at once.

def shown: tojson | if length > 100 then .[:100] + "…" else . end;

# In jq, ^ and $ also match at line breaks; in JSON Schema they do not. No input may have a second line.
def matches($pattern): (test("[\\x00-\\x1f\\x7f]") | not) and test($pattern);

def schema_problems($schema; $at):
  . as $value
  | if $schema.type == "integer" then
      select(type != "number" or . != floor or . < ($schema.minimum // .))
      | "\($at) is \(shown); must be an integer of at least \($schema.minimum)"
    elif type != $schema.type then
      "\($at) is \(shown); must be of type \($schema.type)"
    elif type == "string" then
      if $schema.const != null then
        select(. != $schema.const)
        | "\($at) is \(shown); must be \($schema.const | tojson)"
      elif $schema.enum != null then
        select(. as $text | any($schema.enum[]; . == $text) | not)
        | "\($at) is \(shown); must be one of \($schema.enum | join(", "))"
      elif length > ($schema.maxLength // length) then
        "\($at) has \(length) characters; must have at most \($schema.maxLength)"
      elif $schema.pattern != null then
        select(matches($schema.pattern) | not)
        | "\($at) is \(shown); must match \($schema.pattern)"
      elif $schema.contentSchema != null and . != "" then
        ([try {parsed: fromjson} catch {}] | first // {}) as $content
        | if $content == {} then "\($at) is \(shown); must be JSON"
          else $content.parsed | schema_problems($schema.contentSchema; $at) end
      else empty end
    else
      ($schema.required // [] | .[] | select(in($value) | not) | "\($at).\(.) is missing"),
      (select(length < ($schema.minProperties // 0)) | "\($at) is empty"),
      (to_entries[]
        | .key as $key
        | ($schema.properties[$key] // $schema.additionalProperties) as $property
        | if $property then .value | schema_problems($property; "\($at).\($key)")
          else "\($at).\($key | shown) is not allowed" end)
    end;

# What the schema cannot express: the environments, images and repository of this app, and who started the run.
def delivery_problems($delivery; $actor; $images; $source):
  $delivery.environments[.environment] as $environment
  | .environment as $name
  | .app as $app
  | ($delivery.environments | to_entries[]
      | select(.value.values != "charts/\($app)/\(.key)-values.yaml")
      | "\(.key): \(.value.values | shown) are not the values of this environment"),
    ($delivery.unset[] | "\(.) is not set yet in pipeline.config.ts of \($delivery.source)"),
    if $environment == null then
      "environment is \($name | shown); known environments: \($delivery.environments | keys_unsorted | join(", "))"
    elif .action != null or $environment.promoteFrom != null then
      (select($actor | endswith("[bot]")) | "only a person may start this, not \($actor)"),
      if .action != null then empty
      else
        (select(.from != $environment.promoteFrom)
          | "from is \(.from | shown); \($name) is promoted from \($environment.promoteFrom)"),
        (select(.images != "" or .source != "" or .proof != "")
          | "images, source and proof must be empty; \($name) gets the images of \($environment.promoteFrom)")
      end
    else
      (select(.from != "") | "from is \(.from | shown); must be empty, because CI deploys \($name)"),
      (select(.images == "") | "images is empty; CI must send the images for \($name)"),
      (select(.source == "") | "source is empty; CI must send its commit and run for \($name)"),
      (select(.proof == "")
        | "proof is empty; only CI of \($delivery.source) can deploy \($name): run its workflow again, of a current version"),
      ($images // {} | keys[] | select(in($delivery.images) | not)
        | "unknown image \(shown); known images: \($delivery.images | keys_unsorted | join(", "))"),
      ($source // empty | select(.repository != $delivery.source)
        | "source.repository is \(.repository | shown); must be \($delivery.source). If the repository has a new name, set"
          + " repositories.app.slug in pipeline.config.ts and run generate"),
      # A run that started this one is older. A higher ID would make every later run of CI look older.
      ($source // empty | select(.run_id >= (env.GITHUB_RUN_ID | tonumber))
        | "source.run_id is \(.run_id); must be lower than \(env.GITHUB_RUN_ID), the ID of this run of CD")
    end;

$contract[0]["$defs"][$kind] as $schema
| $delivery[0] as $delivery
| env.GITHUB_TRIGGERING_ACTOR as $actor
| map_values(tostring)
| [schema_problems($schema; "inputs")] as $problems
| if $problems != [] then {$problems}
  else
    def parsed: if . == null or . == "" then null else fromjson end;
    (.images | parsed) as $images
    | (.source | parsed) as $source
    | .environment as $name
    | $delivery.environments[$name] as $environment
    | {
        problems: [delivery_problems($delivery; $actor; $images; $source)],
        request: {
          app, environment, reason, $actor,
          values: $environment.values,
          repositories: $delivery.images,
          manualSync: ($environment.manualSync // []),
          promotesTo: [$delivery.environments | to_entries[] | select(.value.promoteFrom == $name) | .key],
          # From CI; for a promotion, validate.sh adds the images and where each comes from.
          $images, $source,
          sources: (if $source == null then {} else $images // {} | map_values($source) end),
          allowDowngrade: (.allow_downgrade == "true"),
          # Promotion.
          from,
          fromValues: $delivery.environments[.from // ""].values,
          sourceRepository: $delivery.source,
          approval: ($environment.approval.by // "none"),
          preventSelfReview: ($environment.approval.preventSelfReview != false),
          reviewers: ($environment.approval.reviewers // []),
          # Rollback; with the environments whose open promotions it ends.
          action, to,
          promotions: [
            $delivery.environments | to_entries[]
            | select((.key == $name or .value.promoteFrom == $name) and .value.approval.by == "pull-request") | .key
          ]
        }
      }
  end
