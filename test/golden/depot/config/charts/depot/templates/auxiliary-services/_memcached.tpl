{{- define "app.memcached.port" }}11211{{ end }}
