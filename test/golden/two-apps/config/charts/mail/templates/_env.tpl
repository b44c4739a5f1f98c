{{/*
Environment variables of a process. Kubernetes expands $(NAME) only for variables defined earlier in the list, so the
credentials that URLs are composed of come first and values that contain $( come last. A password in a URL must be
URL-safe. Arguments: root, process.
*/}}
{{- define "app.env" -}}
{{- $root := .root -}}
{{- $env := .process.env -}}
{{- range $name, $service := $root.Values.auxiliaryServices }}
{{- $usesUrl := false -}}
{{- range $value := $env }}
{{- if kindIs "map" $value }}{{ if eq (default "" $value.from) (printf "%s.url" $name) }}{{ $usesUrl = true }}{{ end }}{{ end -}}
{{- end }}
{{- if $usesUrl }}
{{- include "app.env.credentials" (dict "root" $root "name" $name) }}
{{- end }}
{{- end }}
{{- $plain := list -}}
{{- $composed := list -}}
{{- range $variable, $value := $env }}
{{- if contains "$(" (toString $value) }}{{ $composed = append $composed $variable }}{{ else }}{{ $plain = append $plain $variable }}{{ end -}}
{{- end }}
{{- range $variable := concat $plain $composed }}
{{- $value := index $env $variable }}
- name: {{ $variable | quote }}
{{- if kindIs "string" $value }}
  value: {{ $value | quote }}
{{- else if $value.secretKeyRef }}
  valueFrom:
    secretKeyRef:
      name: {{ $value.secretKeyRef.name | quote }}
      key: {{ $value.secretKeyRef.key | quote }}
{{- else }}
{{- $source := splitList "." $value.from }}
  {{- include "app.env.output" (dict "root" $root "variable" $variable "name" (first $source) "output" (last $source)) | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{/* Name of the variable that holds a credential of an auxiliary service. Arguments: name, role (username or password). */}}
{{- define "app.env.credentialName" -}}
{{ printf "AUXILIARY_%s_%s" .name .role | upper | replace "-" "_" }}
{{- end }}

{{/* Variables that a composed URL of an auxiliary service needs; empty if its Secret holds the whole URL. Arguments: root, name. */}}
{{- define "app.env.credentials" -}}
{{- $name := .name -}}
{{- $secret := include "app.serviceSecret" . | fromJson }}
{{- if and $secret.name (not $secret.keys.url) }}
{{- range $role := list "username" "password" }}
{{- with index $secret.keys $role }}
- name: {{ include "app.env.credentialName" (dict "name" $name "role" $role) }}
  valueFrom:
    secretKeyRef:
      name: {{ $secret.name | quote }}
      key: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* value or valueFrom of a variable that reads an output of an auxiliary service. Arguments: root, variable, name, output. */}}
{{- define "app.env.output" -}}
{{- $name := .name -}}
{{- $output := .output -}}
{{- $service := index .root.Values.auxiliaryServices $name -}}
{{- $secret := include "app.serviceSecret" . | fromJson -}}
{{- $keys := $secret.keys | default dict -}}
{{- if eq $output "host" -}}
value: {{ include "app.serviceHost" . | quote }}
{{- else if eq $output "port" -}}
value: {{ include "app.servicePort" . | quote }}
{{- else if eq $output "database" -}}
value: {{ $service.database | quote }}
{{- else if has $output (list "region" "bucket") -}}
value: {{ index $service.external $output | quote }}
{{- else if eq $output "endpoint" -}}
value: {{ include "app.endpoint" $service.external | quote }}
{{- else if hasKey $keys $output -}}
valueFrom:
  secretKeyRef:
    name: {{ $secret.name | quote }}
    key: {{ index $keys $output | quote }}
{{- else if ne $output "url" -}}
{{- fail (printf "%s: the Secret of %s has no %s" .variable $name $output) }}
{{- else -}}
{{- $parts := dict "service" $service "address" (printf "%s:%s" (include "app.serviceHost" .) (include "app.servicePort" .)) -}}
{{- range $role := list "username" "password" -}}
{{- if hasKey $keys $role }}{{ $_ := set $parts $role (printf "$(%s)" (include "app.env.credentialName" (dict "name" $name "role" $role))) }}{{ end -}}
{{- end -}}
value: {{ include (printf "app.%s.url" $service.type) $parts | quote }}
{{- end }}
{{- end }}
