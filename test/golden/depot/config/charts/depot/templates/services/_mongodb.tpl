{{- define "app.mongodb.port" }}27017{{ end }}

{{/* A user of the database admin, as the image makes one. Called with {service, address, username, password}. */}}
{{- define "app.mongodb.url" -}}
{{- $tls := and (eq .service.provider "external") .service.external.tls -}}
mongodb://{{ .username }}:{{ .password }}@{{ .address }}/{{ .service.database }}?authSource=admin{{ if $tls }}&tls=true{{ end }}{{ include "app.urlParameters" (list .service "&") }}
{{- end }}
