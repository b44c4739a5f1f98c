{{/* "standalone" or "multi-instance": the component's own mode, else the environment's. Arguments: root, component. */}}
{{- define "app.mode" -}}
{{ .component.mode | default .root.Values.mode }}
{{- end }}

{{/* How long a Deployment may make no progress; empty where Kubernetes' own ten minutes suffice. Argument: the component. */}}
{{- define "app.progressDeadlineSeconds" -}}
{{- $seconds := add 300 (.terminationGracePeriodSeconds | default 0) }}
{{- with .startupProbe }}{{ $seconds = add $seconds .initialDelaySeconds (mul .periodSeconds .failureThreshold) }}{{ end }}
{{- with .readinessProbe }}{{ $seconds = add $seconds .initialDelaySeconds }}{{ end }}
{{- if gt (int $seconds) 600 }}{{ $seconds }}{{ end }}
{{- end }}

{{/* Pod template of a component. Arguments: root, name, component, ownVolumes (those of its StatefulSet; dict: none). */}}
{{- define "app.podTemplate" -}}
metadata:
  labels:
    {{- include "app.selectorLabels" . | nindent 4 }}
  {{- $annotations := merge (dict) (.component.podAnnotations | default dict) }}
  {{- $texts := include "app.texts" .component }}
  {{- /* A running pod never sees a new text of a file mounted by subPath: replace the pod. */}}
  {{- if ne $texts "{}" }}{{ $_ := set $annotations "checksum/files" (sha256sum $texts) }}{{ end }}
  {{- with $annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- include "app.podSpec" (dict "root" .root "name" .name "process" .component "ownVolumes" .ownVolumes) | trim | nindent 2 }}
{{- end }}

{{/* PodSpec of a component, job or cron job. Arguments: root, name, process, ownVolumes. */}}
{{- define "app.podSpec" -}}
{{- if or .process.pod .process.container }}
{{- include "app.mergedPodSpec" . }}
{{- else }}
{{- include "app.generatedPodSpec" . }}
{{- end }}
{{- end }}

{{/* PodSpec without what pod and container of the values say. Arguments: those of app.podSpec. */}}
{{- define "app.generatedPodSpec" -}}
{{- $process := .process -}}
{{- $isComponent := hasKey $process "replicas" -}}
{{- if not $isComponent }}
restartPolicy: Never
{{- end }}
serviceAccountName: {{ ternary (include "app.name" .) .root.Release.Name (hasKey $process "serviceAccount") | quote }}
automountServiceAccountToken: false
# Kubernetes would set <SERVICE>_PORT to a URL, which breaks apps that read such a variable as a number.
enableServiceLinks: false
{{- include "app.imagePullSecrets" .root }}
{{- range $field := list "priorityClassName" "nodeSelector" "tolerations" }}
{{- with index $process $field }}
{{ toYaml (dict $field .) }}
{{- end }}
{{- end }}
{{- $security := $process.securityContext | default dict }}
{{- $group := ternary $security.runAsGroup $process.runAsUser (hasKey $security "runAsGroup") | int }}
securityContext:
  {{- include "app.podSecurityContext" $security | nindent 2 }}
  runAsUser: {{ int $process.runAsUser }}
  runAsGroup: {{ $group }}
  {{- if $process.volumes }}
  fsGroup: {{ $group }}
  {{- end }}
{{- with $process.terminationGracePeriodSeconds }}
terminationGracePeriodSeconds: {{ int . }}
{{- end }}
{{- if and $isComponent (ne (include "app.mode" (dict "root" .root "component" $process)) "standalone") }}
topologySpreadConstraints:
  {{- range $topologyKey := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $topologyKey }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "app.selectorLabels" $ | nindent 8 }}
  {{- end }}
{{- end }}
containers:
  - {{ include "app.container" . | indent 4 | trim }}
volumes:
  {{- include "app.volumes" . | nindent 2 }}
{{- end }}
