{{/* Container of a component, job or cron job. Arguments: root, name, process. */}}
{{- define "app.container" -}}
{{- $process := .process -}}
name: {{ .name | quote }}
image: {{ include "app.image" (dict "root" .root "image" $process.image) | quote }}
imagePullPolicy: IfNotPresent
{{- range $field := list "command" "args" }}
{{- with index $process $field }}
{{ $field }}:
  {{- range . }}
  - {{ . | quote }}
  {{- end }}
{{- end }}
{{- end }}
{{- with $process.ports }}
ports:
  {{- range $port, $spec := . }}
  - name: {{ $port | quote }}
    containerPort: {{ int $spec.containerPort }}
    protocol: {{ $spec.protocol | default "TCP" }}
  {{- end }}
{{- end }}
{{- if $process.env }}
env:
  {{- include "app.env" . | trim | nindent 2 }}
{{- end }}
{{- if and $process.readinessProbe (not $process.startupProbe) (not $process.livenessProbe) }}
# Until the first answer, ask every second: a first probe that comes too early would cost a whole period.
startupProbe:
  {{- merge (dict "periodSeconds" 1 "failureThreshold" 600) $process.readinessProbe | toYaml | nindent 2 }}
{{- end }}
{{- range $probe := list "startupProbe" "readinessProbe" "livenessProbe" }}
{{- with index $process $probe }}
{{ $probe }}:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- if $process.ports }}
lifecycle:
  preStop:
    # Keep serving until the endpoints no longer list the pod.
    sleep:
      seconds: {{ min 10 (div (int $process.terminationGracePeriodSeconds) 3) }}
{{- end }}
resources:
  {{- toYaml $process.resources | nindent 2 }}
securityContext:
  {{- include "app.containerSecurityContext" ($process.securityContext | default dict) | nindent 2 }}
volumeMounts:
  {{- include "app.volumeMounts" $process | nindent 2 }}
{{- end }}
