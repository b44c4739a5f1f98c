{{- define "app.mariadb.port" }}3306{{ end }}

{{/* Connection URL: MariaDB speaks MySQL's protocol. Arguments: service, address, username, password. */}}
{{- define "app.mariadb.url" -}}
mysql://{{ .username }}:{{ .password }}@{{ .address }}/{{ .service.database }}{{ include "app.urlParameters" (dict "service" .service "separator" "?") }}
{{- end }}
