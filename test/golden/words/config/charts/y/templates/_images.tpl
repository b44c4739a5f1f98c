{{/* "true" if CD has delivered the image, else empty. Arguments: root, image (its key in .Values.images). */}}
{{- define "app.delivered" -}}
{{- $image := index .root.Values.images .image -}}
{{- if and $image.tag $image.digest }}true{{ end -}}
{{- end }}

{{/* Reference of an image of the app: the tag tells people the version, the digest pins it. A mirror replaces the registry's host. Arguments: root, image. */}}
{{- define "app.image" -}}
{{- $image := index .root.Values.images .image -}}
{{- $repository := $image.repository -}}
{{- with .root.Values.cluster.imagePull.mirror -}}
{{- $repository = printf "%s/%s" . ($repository | splitList "/" | rest | join "/") -}}
{{- end -}}
{{ printf "%s:%s@%s" $repository $image.tag $image.digest }}
{{- end }}

{{/* Reference of a public image, from the cluster's mirror of its registry if there is one. Arguments: root, registry, image. */}}
{{- define "app.publicImage" -}}
{{ index (.root.Values.cluster.mirrors | default dict) .registry | default .registry }}/{{ .image }}
{{- end }}

{{/* imagePullSecrets of every pod; empty if the nodes can pull by themselves. Argument: the root context. */}}
{{- define "app.imagePullSecrets" -}}
{{- $pull := .Values.cluster.imagePull -}}
{{- if eq $pull.by "secret" }}
imagePullSecrets:
  - name: {{ $pull.secret | quote }}
{{- else if eq $pull.by "external-secrets" }}
imagePullSecrets:
  - name: {{ .Release.Name }}-registry
{{- end }}
{{- end }}
