{{- define "app.postgresql.port" }}5432{{ end }}

{{/* Called with {service, address, username, password}. */}}
{{- define "app.postgresql.url" -}}
postgresql://{{ .username }}:{{ .password }}@{{ .address }}/{{ .service.database }}{{ include "app.urlParameters" (list .service "?") }}
{{- end }}
