{{- define "app.mariadb.port" }}3306{{ end }}

{{/* The protocol is that of MySQL. Called with {service, address, username, password}. */}}
{{- define "app.mariadb.url" -}}
mysql://{{ .username }}:{{ .password }}@{{ .address }}/{{ .service.database }}{{ include "app.urlParameters" (list .service "?") }}
{{- end }}
