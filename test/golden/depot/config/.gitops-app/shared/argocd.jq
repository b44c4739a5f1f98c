# What the root Application may sync: AppProjects and Applications that deploy this repository, at its default branch, and nothing else.
# Input: the models of the apps. $files: the YAML files of argocd/, as {path, text, object} with the first object of each.
# Output: the errors, a line each.

# A value of a file, on one line.
def shown: if . == null then "missing" else tojson end;

def isNamespaceAlone: .group == "" and .kind == "Namespace" and ((.name // "*") | test("[*?\\[{]") | not);

def isReadOrSync: gsub("\\s"; "") | split(",")
  | .[0] == "p" and .[5] == "allow" and ([.[2, 3]] | IN(["applications", "get"], ["applications", "sync"], ["logs", "get"]));

def unknownKeys($known): keys - $known | select(. != []) | join(", ");

# $targets: what the models deploy, as {application, chart, valueFiles, sync}.
def applicationErrors($repository; $projects; $targets):
  .spec as $spec
  | ([.metadata.name as $name | $targets[] | select(.application == $name)] | first) as $target
  | (if $target == null then "deploys no app of this repository: .gitops-app/*/model.json have no Application \(.metadata.name | shown)"
     else
       ($spec.source // {} | select(type == "object") | unknownKeys(["helm", "path", "repoURL", "targetRevision"]) | "must not set \(.) of spec.source"),
       ($spec.source.helm // {} | select(type == "object") | unknownKeys(["ignoreMissingValueFiles", "releaseName", "valueFiles"])
        | "must not set \(.) of spec.source.helm: images come from values files"),
       (if $spec.source.path != $target.chart then "must deploy \($target.chart), not \($spec.source.path | shown)" else empty end),
       (if $spec.source.helm.valueFiles != $target.valueFiles then "must read \($target.valueFiles | shown), not \($spec.source.helm.valueFiles | shown)" else empty end),
       (if $target.sync == "manual" and ($spec.syncPolicy.automated? != null) then "must not sync by itself: its sync is manual" else empty end)
     end),
    (if $spec | has("sources") or has("sourceHydrator") then "must have one source, in spec.source" else empty end),
    (if $spec.source.repoURL != $repository.url then "must deploy \($repository.url), not \($spec.source.repoURL | shown)" else empty end),
    (if $spec.source.targetRevision != $repository.revision
     then "must follow \($repository.revision), not \($spec.source.targetRevision | shown): a tag may have the name of a branch" else empty end),
    (if $spec.source | has("chart") then "must not deploy a chart of another repository" else empty end),
    ($spec.source.helm.valueFiles // [] | .[] | select(contains("://")) | "must not read values from \(shown)"),
    (if $spec.project | IN($projects[]) | not then "must be in an AppProject that is beside it, not in \($spec.project | shown)" else empty end);

def projectErrors($repository):
  .spec as $spec
  | (if $spec.sourceRepos != [$repository.url] then "must permit \($repository.url) alone, not \($spec.sourceRepos | shown)" else empty end),
    ($spec.destinations // [] | .[]
     | if [.server, .name, .namespace] | any(. != null and test("[*?!\\[{]")) then "must name each destination, not \(shown)"
       elif .namespace == $repository.namespace then "must not deploy to the namespace of Argo CD"
       else empty end),
    ($spec.clusterResourceWhitelist // [] | .[] | select(isNamespaceAlone | not) | "must permit no object of the cluster but its namespace, not \(shown)"),
    (if ($spec.namespaceResourceWhitelist | type) != "array" then "must list the kinds it permits" else empty end),
    ($spec.namespaceResourceWhitelist // [] | .[] | select([.group, .kind] | any(contains("*"))) | "must name each kind, not \(shown)"),
    (if $spec | has("sourceNamespaces") then "must not permit Applications of other namespaces" else empty end),
    ($spec.roles // [] | .[].policies // [] | .[] | select(isReadOrSync | not) | "may let a role view, sync and read logs, not \(shown)");

def objectErrors($repository; $projects; $targets; $reserved):
  if type != "object" or has("Error") or (.metadata | type) != "object" then "is not valid YAML"
  elif .apiVersion != "argoproj.io/v1alpha1" or (.kind | IN("AppProject", "Application") | not) then "must be an AppProject or an Application of Argo CD, not \(.kind | shown)"
  elif (.spec | type) != "object" then "has no spec"
  elif (.metadata.namespace // $repository.namespace) != $repository.namespace then "must be in the namespace \($repository.namespace)"
  elif .metadata.name | IN($reserved[]) then "must not be named \(.metadata.name)"
  elif .kind == "Application" then applicationErrors($repository; $projects; $targets)
  else projectErrors($repository) end;

$files[0].files as $files
| (.[0] | {
    url: "https://github.com/\(.repositories.config.slug).git",
    revision: "refs/heads/\(.repositories.config.defaultBranch)",
    namespace: .argocd.namespace
  }) as $repository
| ([.[] | if .argocd.topology == "hub" then "argocd" else "argocd/\(.clusters[].name)" end] | unique[]) as $folder
| [$files[] | select(.path | startswith("\($folder)/projects/") or startswith("\($folder)/applications/"))] as $synced
| [$synced[].object | select(.kind? == "AppProject") | .metadata.name] as $projects
| [.[] | "charts/\(.app.name)" as $chart | .environments[] | .name as $environment | .sync as $sync | .targets[]
   | {application: .applicationName, $chart, $sync, valueFiles: ["\($environment)-values.yaml", "clusters/\($environment)-\(.cluster)-values.yaml"]}] as $targets
| ["default", ($files[] | select(.path | startswith("\($folder)/bootstrap/")) | .object.metadata.name)] as $reserved
| ($synced[] | .path as $path
    | if .text | test("(^|[\r\n])(---|\\.\\.\\.)") then "must hold one object, without --- or ...: Argo CD would read all"
      elif .text | test("^([ \t\r\n]|#[^\n]*(\n|$))*\\{") then "must be YAML, not JSON: Argo CD would read all objects of a JSON file"
      else .object | objectErrors($repository; $projects; $targets; $reserved) end
    | "\($path | tojson) \(.)"),
  ($synced | group_by([.object.kind?, .object.metadata.name?])[] | select(length > 1) | "\([.[].path] | map(tojson) | join(" and ")) define the same object")
