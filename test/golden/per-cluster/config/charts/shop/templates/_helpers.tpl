{{/* Name of an object of a component, job or auxiliary service. Arguments: root, name. */}}
{{- define "app.name" -}}
{{ printf "%s-%s" .root.Release.Name .name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Name of the headless Service of a StatefulSet. Arguments: root, name. */}}
{{- define "app.headlessName" -}}
{{ include "app.name" . }}-headless
{{- end }}

{{/* Labels of every object. Argument: the root context. */}}
{{- define "app.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* Labels that select the pods of a component, job or auxiliary service. Selectors are immutable: never change them. Arguments: root, name. */}}
{{- define "app.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .name | quote }}
{{- end }}
