{{/* "standalone" or "multi-instance": the component's own mode, else the environment's. Called with (list $ component). */}}
{{- define "app.mode" -}}
{{ (index . 1).mode | default (index . 0).Values.mode }}
{{- end }}

{{/* The volumes that a StatefulSet claims for its pod, as JSON: one writer, and nobody else's claim. Called with (list $ component). */}}
{{- define "app.ownVolumes" -}}
{{- $own := dict -}}
{{- if eq (include "app.mode" .) "standalone" -}}
{{- range $volume, $spec := (index . 1).volumes -}}
{{- if and $spec.size (not (has "ReadWriteMany" $spec.accessModes)) }}{{ $_ := set $own $volume $spec }}{{ end -}}
{{- end -}}
{{- end -}}
{{ $own | toJson }}
{{- end }}

{{/* Key of a file in the ConfigMap. Called with its path. */}}
{{- define "app.fileKey" -}}
{{ trimPrefix "/" . | replace "/" "_" }}
{{- end }}

{{/* The texts of a process, as the data of a ConfigMap in JSON. Called with the process. */}}
{{- define "app.texts" -}}
{{- $texts := dict -}}
{{- range $path, $content := .files -}}
{{- if kindIs "string" $content }}{{ $_ := set $texts (include "app.fileKey" $path) $content }}{{ end -}}
{{- end -}}
{{ $texts | toJson }}
{{- end }}

{{/* The PodSpec of a component, job or cron job. Called with (list $ name process own): own are the volumes that a StatefulSet claims. */}}
{{- define "app.podSpec" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $process := index . 2 -}}
{{- $security := $process.securityContext | default dict -}}
{{- $isComponent := hasKey $process "replicas" -}}
{{- if not $isComponent }}
restartPolicy: Never
{{- end }}
serviceAccountName: {{ ternary (include "app.name" (list $root $name)) $root.Release.Name (hasKey $process "serviceAccount") | quote }}
automountServiceAccountToken: false
# Variables of Services would meet the app's own: SHOP_DB_PORT is no number there.
enableServiceLinks: false
{{- include "app.imagePullSecrets" $root }}
{{- range $field := list "priorityClassName" "nodeSelector" "tolerations" }}
{{- with index $process $field }}
{{ toYaml (dict $field .) }}
{{- end }}
{{- end }}
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
{{- if and $isComponent (ne (include "app.mode" (list $root $process)) "standalone") }}
topologySpreadConstraints:
  {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "app.selectorLabels" (list $root $name) | nindent 8 }}
  {{- end }}
{{- end }}
containers:
  - name: {{ $name | quote }}
    image: {{ include "app.image" (list $root $process.image) | quote }}
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
    {{- with $process.env }}
    env:
      {{- include "app.env" (list $root $process) | trim | nindent 6 }}
    {{- end }}
    {{- with include "app.probes" $process | trim }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- if $process.ports }}
    lifecycle:
      preStop:
        # The pod leaves the endpoints before it is told to stop.
        sleep:
          seconds: {{ min 10 (div (int $process.terminationGracePeriodSeconds) 3) }}
    {{- end }}
    resources:
      {{- toYaml $process.resources | nindent 6 }}
    securityContext:
      {{- include "app.containerSecurityContext" $security | nindent 6 }}
    volumeMounts:
      - name: tmp
        mountPath: /tmp
      {{- range $index, $path := $process.writablePaths }}
      - name: writable-{{ $index }}
        mountPath: {{ $path }}
      {{- end }}
      {{- range $volume, $spec := $process.volumes }}
      - name: {{ $volume | quote }}
        mountPath: {{ $spec.mountPath }}
        {{- if $spec.readOnly }}
        readOnly: true
        {{- end }}
      {{- end }}
      {{- $secrets := 0 }}
      {{- range $path, $content := $process.files }}
      {{- if kindIs "string" $content }}
      - name: texts
        mountPath: {{ $path }}
        subPath: {{ include "app.fileKey" $path | quote }}
      {{- else }}
      - name: secret-{{ $secrets }}
        mountPath: {{ $path }}
        subPath: {{ $content.secretKeyRef.key | quote }}
      {{- $secrets = add1 $secrets }}
      {{- end }}
        readOnly: true
      {{- end }}
volumes:
  - name: tmp
    emptyDir: {}
  {{- range $index, $path := $process.writablePaths }}
  - name: writable-{{ $index }}
    emptyDir: {}
  {{- end }}
  {{- range $volume, $spec := $process.volumes }}
  {{- if not (hasKey (index $ 3) $volume) }}
  - name: {{ $volume | quote }}
    persistentVolumeClaim:
      claimName: {{ $spec.existingClaim | default (printf "%s-%s" $root.Release.Name $volume) | quote }}
  {{- end }}
  {{- end }}
  {{- if include "app.texts" $process | fromJson }}
  - name: texts
    configMap:
      name: {{ include "app.name" (list $root $name) }}-files
  {{- end }}
  {{- $secrets = 0 }}
  {{- range $content := $process.files }}
  {{- if kindIs "map" $content }}
  - name: secret-{{ $secrets }}
    secret:
      secretName: {{ $content.secretKeyRef.name | quote }}
      items:
        - key: {{ $content.secretKeyRef.key | quote }}
          path: {{ $content.secretKeyRef.key | quote }}
  {{- $secrets = add1 $secrets }}
  {{- end }}
  {{- end }}
{{- end }}
