{{- define "app.redis.port" }}6379{{ end }}

{{/* Connection URL. Arguments: service, address, password (none: no authentication). */}}
{{- define "app.redis.url" -}}
{{- $tls := and (eq .service.provider "external") .service.external.tls -}}
{{ ternary "rediss" "redis" $tls }}://{{ with .password }}:{{ . }}@{{ end }}{{ .address }}/0
{{- end }}
