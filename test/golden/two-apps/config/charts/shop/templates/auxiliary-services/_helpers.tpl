{{/* Host of an auxiliary service. Arguments: root, name. */}}
{{- define "app.serviceHost" -}}
{{- $service := index .root.Values.auxiliaryServices .name -}}
{{- if eq $service.provider "external" -}}
{{ $service.external.host }}
{{- else if eq $service.provider "operator" -}}
{{ include "app.name" . }}-rw
{{- else -}}
{{ include "app.name" . }}
{{- end -}}
{{- end }}

{{/* Port of an auxiliary service. Arguments: root, name. */}}
{{- define "app.servicePort" -}}
{{- $service := index .root.Values.auxiliaryServices .name -}}
{{- if eq $service.provider "external" -}}
{{ int $service.external.port }}
{{- else -}}
{{ include (printf "app.%s.port" $service.type) . }}
{{- end -}}
{{- end }}

{{/* Labels that select the pods of an auxiliary service in the cluster. Arguments: root, name. */}}
{{- define "app.servicePodLabels" -}}
{{- if eq (index .root.Values.auxiliaryServices .name).provider "operator" -}}
{{- /* https://cloudnative-pg.io/documentation/current/labels_annotations/ */ -}}
cnpg.io/cluster: {{ include "app.name" . | quote }}
{{- else -}}
{{ include "app.selectorLabels" . }}
{{- end -}}
{{- end }}

{{/*
Secret of an auxiliary service as JSON: {"name", "keys": {"username", "password", "url"}}. CloudNativePG creates its own;
the URL in it has no parameters. Arguments: root, name.
*/}}
{{- define "app.serviceSecret" -}}
{{- $service := index .root.Values.auxiliaryServices .name -}}
{{- if eq $service.provider "operator" -}}
{{- $keys := dict "username" "username" "password" "password" -}}
{{- if not $service.parameters }}{{ $_ := set $keys "url" "uri" }}{{ end -}}
{{ dict "name" (printf "%s-app" (include "app.name" .)) "keys" $keys | toJson }}
{{- else -}}
{{ (index $service $service.provider).secret | default dict | toJson }}
{{- end -}}
{{- end }}

{{/* URL of an object store, without the default port of its scheme: S3 clients sign the host without it. Arguments: host, port, tls. */}}
{{- define "app.endpoint" -}}
{{- $defaultPort := ternary 443 80 .tls -}}
{{ ternary "https" "http" .tls }}://{{ .host }}{{ if ne (int .port) $defaultPort }}:{{ int .port }}{{ end }}
{{- end }}

{{/* Query parameters that the config adds to a URL. Arguments: service, separator (what joins them to the URL). */}}
{{- define "app.urlParameters" -}}
{{- $parameters := list -}}
{{- range $name, $value := .service.parameters }}{{ $parameters = append $parameters (printf "%s=%s" $name $value) }}{{ end -}}
{{- if $parameters }}{{ .separator }}{{ join "&" $parameters }}{{ end -}}
{{- end }}
