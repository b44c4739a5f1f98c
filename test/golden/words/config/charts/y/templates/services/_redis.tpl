{{- define "app.redis.port" }}6379{{ end }}

{{/* Called with {service, address, password}; without a password where the Secret has none. */}}
{{- define "app.redis.url" -}}
{{- $tls := and (eq .service.provider "external") .service.external.tls -}}
{{ ternary "rediss" "redis" $tls }}://{{ with .password }}:{{ . }}@{{ end }}{{ .address }}/0
{{- end }}
