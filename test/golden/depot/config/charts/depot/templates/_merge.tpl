{{/* PodSpec with pod and container of the values merged over the generated one. Arguments: those of app.podSpec. */}}
{{- define "app.mergedPodSpec" -}}
{{- $container := merge (dict "name" .name) (.process.container | default dict) -}}
{{- $pod := .process.pod | default dict -}}
{{- $containers := prepend ($pod.containers | default list) $container -}}
{{- $over := merge (dict "containers" $containers) $pod -}}
{{- /* In the network of the host, only this policy knows the names of Services. */ -}}
{{- if and $pod.hostNetwork (not $pod.dnsPolicy) }}{{ $_ := set $over "dnsPolicy" "ClusterFirstWithHostNet" }}{{ end -}}
{{- include "app.mergeFields" (dict "base" (include "app.generatedPodSpec" . | fromYaml) "over" $over) | fromJson | toYaml }}
{{- end }}

{{/* The field that identifies an item of a list, by the name of the list, as JSON: as in a strategic merge patch of Kubernetes. */}}
{{- define "app.mergeKeys" -}}
{{- dict "containers" "name" "initContainers" "name" "volumes" "name" "imagePullSecrets" "name" "hostAliases" "ip" "env" "name" "volumeMounts" "mountPath" "ports" "containerPort" "topologySpreadConstraints" "topologyKey" | toJson -}}
{{- end }}

{{/* Names of items and objects that are replaced as a whole, as JSON, because they have one of several forms. */}}
{{- define "app.wholeValues" -}}
{{- list "env" "volumes" "preStop" "postStart" | toJson -}}
{{- end }}

{{/* The map over merged over the map base, as JSON; `$patch: delete` removes a field. Arguments: base, over. */}}
{{- define "app.mergeFields" -}}
{{- $base := .base -}}
{{- $merged := merge (dict) $base -}}
{{- $keys := include "app.mergeKeys" $ | fromJson -}}
{{- $whole := include "app.wholeValues" $ | fromJsonArray -}}
{{- range $field, $value := .over -}}
{{- $before := get $base $field -}}
{{- if and (kindIs "map" $value) (hasKey $value "$patch") -}}
{{- $merged = unset $merged $field -}}
{{- else if and (kindIs "map" $value) (not (has $field $whole)) -}}
{{- $below := ternary $before dict (kindIs "map" $before) -}}
{{- $_ := set $merged $field (include "app.mergeFields" (dict "base" $below "over" $value) | fromJson) -}}
{{- else if and (kindIs "slice" $value) (hasKey $keys $field) -}}
{{- $below := ternary $before list (kindIs "slice" $before) -}}
{{- $_ := set $merged $field (include "app.mergeItems" (dict "field" $field "base" $below "over" $value) | fromJsonArray) -}}
{{- else -}}
{{- $_ := set $merged $field $value -}}
{{- end -}}
{{- end -}}
{{- $merged | toJson -}}
{{- end }}

{{/* The items of the list base, changed by those of over that they are, then the new ones, as JSON. Arguments: field, base, over. */}}
{{- define "app.mergeItems" -}}
{{- $field := .field -}}
{{- $isWhole := has $field (include "app.wholeValues" $ | fromJsonArray) -}}
{{- $changes := dict -}}
{{- range .over }}{{ $_ := set $changes (include "app.itemKey" (dict "field" $field "item" .)) . }}{{ end -}}
{{- $items := list -}}
{{- $new := list -}}
{{- $merged := list -}}
{{- range $item := .base -}}
{{- $key := include "app.itemKey" (dict "field" $field "item" $item) -}}
{{- $merged = append $merged $key -}}
{{- if not (hasKey $changes $key) -}}
{{- $items = append $items $item -}}
{{- else if $isWhole -}}
{{- $items = append $items (get $changes $key) -}}
{{- else -}}
{{- $items = append $items (include "app.mergeFields" (dict "base" $item "over" (get $changes $key)) | fromJson) -}}
{{- end -}}
{{- end -}}
{{- range $item := .over -}}
{{- if not (has (include "app.itemKey" (dict "field" $field "item" $item)) $merged) -}}
{{- if not $isWhole }}{{ $item = include "app.mergeFields" (dict "base" dict "over" $item) | fromJson }}{{ end -}}
{{- $new = append $new $item -}}
{{- end -}}
{{- end -}}
{{- /* Kubernetes expands $(NAME) only for variables defined earlier in the list, so new ones come first. */ -}}
{{- ternary (concat $new $items) (concat $items $new) (eq $field "env") | toJson -}}
{{- end }}

{{/* What identifies an item of a list. A port may serve TCP and UDP. Arguments: field, item. */}}
{{- define "app.itemKey" -}}
{{- $keys := include "app.mergeKeys" $ | fromJson -}}
{{- $key := get .item (get $keys .field) -}}
{{- if eq .field "ports" -}}
{{ printf "%v/%s" $key (.item.protocol | default "TCP") }}
{{- else -}}
{{ printf "%v" $key }}
{{- end -}}
{{- end }}
