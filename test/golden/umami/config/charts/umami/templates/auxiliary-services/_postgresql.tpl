{{- define "app.postgresql.port" }}5432{{ end }}

{{/* Connection URL. Arguments: service, address, username, password. */}}
{{- define "app.postgresql.url" -}}
postgresql://{{ .username }}:{{ .password }}@{{ .address }}/{{ .service.database }}{{ include "app.urlParameters" (dict "service" .service "separator" "?") }}
{{- end }}
