{{- define "app.mysql.port" }}3306{{ end }}

{{/* Called with {service, address, username, password}. */}}
{{- define "app.mysql.url" -}}
mysql://{{ .username }}:{{ .password }}@{{ .address }}/{{ .service.database }}{{ include "app.urlParameters" (list .service "?") }}
{{- end }}
