{{/* Volumes of a component that its StatefulSet claims, by name as JSON; empty: it is a Deployment. Arguments: root, component. */}}
{{- define "app.ownVolumes" -}}
{{- $own := dict -}}
{{- if eq (include "app.mode" .) "standalone" -}}
{{- range $volume, $spec := .component.volumes -}}
{{- if and $spec.size (not (has "ReadWriteMany" $spec.accessModes)) }}{{ $_ := set $own $volume $spec }}{{ end -}}
{{- end -}}
{{- end -}}
{{ $own | toJson }}
{{- end }}

{{/* Texts of a process's files, as JSON: the data of their ConfigMap. Argument: the process. */}}
{{- define "app.texts" -}}
{{- $texts := dict -}}
{{- range $path, $content := .files -}}
{{- if kindIs "string" $content }}{{ $_ := set $texts (include "app.fileKey" $path) $content }}{{ end -}}
{{- end -}}
{{ $texts | toJson }}
{{- end }}

{{/* Key of a text in its ConfigMap. Argument: the path of the file. */}}
{{- define "app.fileKey" -}}
{{ trimPrefix "/" . | replace "/" "_" }}
{{- end }}

{{/* volumeMounts of a container; app.volumes has a volume for each. Argument: the process. */}}
{{- define "app.volumeMounts" -}}
- name: tmp
  mountPath: /tmp
{{- range $index, $path := .writablePaths }}
- name: writable-{{ $index }}
  mountPath: {{ $path }}
{{- end }}
{{- range $volume, $spec := .volumes }}
- name: {{ $volume | quote }}
  mountPath: {{ $spec.mountPath }}
  {{- if $spec.readOnly }}
  readOnly: true
  {{- end }}
{{- end }}
{{- $secrets := 0 }}
{{- range $path, $content := .files }}
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
{{- end }}

{{/* Volumes of a pod; ownVolumes come from the claims of its StatefulSet. Arguments: root, name, process, ownVolumes. */}}
{{- define "app.volumes" -}}
- name: tmp
  emptyDir: {}
{{- range $index, $path := .process.writablePaths }}
- name: writable-{{ $index }}
  emptyDir: {}
{{- end }}
{{- range $volume, $spec := .process.volumes }}
{{- if not (hasKey $.ownVolumes $volume) }}
- name: {{ $volume | quote }}
  persistentVolumeClaim:
    claimName: {{ $spec.existingClaim | default (printf "%s-%s" $.root.Release.Name $volume) | quote }}
{{- end }}
{{- end }}
{{- if include "app.texts" .process | fromJson }}
- name: texts
  configMap:
    name: {{ include "app.name" . }}-files
{{- end }}
{{- $secrets := 0 }}
{{- range $content := .process.files }}
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
