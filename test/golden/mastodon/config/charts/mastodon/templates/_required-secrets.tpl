{{/* Secrets that the release reads and the store must hold, as JSON: {"<secret>": {"<key>": true}}. Argument: the root context. */}}
{{- define "app.requiredSecrets" -}}
{{- $secrets := dict -}}
{{- range $service := .Values.auxiliaryServices -}}
{{- if ne $service.provider "operator" -}}
{{- with (index $service $service.provider).secret -}}
{{- $keys := get $secrets .name | default dict -}}
{{- range .keys }}{{ $_ := set $keys . true }}{{ end -}}
{{- $_ := set $secrets .name $keys -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $processes := list .Values.components .Values.jobs .Values.cronJobs -}}
{{- range $process := $processes -}}
{{- range $value := concat (values ($process.env | default dict)) (values ($process.files | default dict)) -}}
{{- if kindIs "map" $value -}}
{{- with $value.secretKeyRef -}}
{{- $keys := get $secrets .name | default dict -}}
{{- $_ := set $keys .key true -}}
{{- $_ := set $secrets .name $keys -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{ $secrets | toJson }}
{{- end }}
