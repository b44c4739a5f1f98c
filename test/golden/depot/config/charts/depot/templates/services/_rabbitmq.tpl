{{- define "app.rabbitmq.port" }}5672{{ end }}

{{/* Without a path: a client then takes the virtual host /. Called with {service, address, username, password}. */}}
{{- define "app.rabbitmq.url" -}}
{{- $tls := and (eq .service.provider "external") .service.external.tls -}}
{{ ternary "amqps" "amqp" $tls }}://{{ .username }}:{{ .password }}@{{ .address }}
{{- end }}
