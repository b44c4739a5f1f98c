{{- define "app.mysql.port" }}3306{{ end }}

{{/* Connection URL. Arguments: service, address, username, password. */}}
{{- define "app.mysql.url" -}}
mysql://{{ .username }}:{{ .password }}@{{ .address }}/{{ .service.database }}{{ include "app.urlParameters" (dict "service" .service "separator" "?") }}
{{- end }}
