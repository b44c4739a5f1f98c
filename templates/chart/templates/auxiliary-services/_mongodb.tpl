{{- define "app.mongodb.port" }}27017{{ end }}

{{/* Connection URL. The image creates its user in the admin database. Arguments: service, address, username, password. */}}
{{- define "app.mongodb.url" -}}
{{- $tls := and (eq .service.provider "external") .service.external.tls -}}
mongodb://{{ .username }}:{{ .password }}@{{ .address }}/{{ .service.database }}?authSource=admin{{ if $tls }}&tls=true{{ end }}{{ include "app.urlParameters" (dict "service" .service "separator" "&") }}
{{- end }}
