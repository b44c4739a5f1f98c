{{- define "app.rabbitmq.port" }}5672{{ end }}

{{/* Connection URL. Without a path, clients use the virtual host /. Arguments: service, address, username, password. */}}
{{- define "app.rabbitmq.url" -}}
{{- $tls := and (eq .service.provider "external") .service.external.tls -}}
{{ ternary "amqps" "amqp" $tls }}://{{ .username }}:{{ .password }}@{{ .address }}
{{- end }}
