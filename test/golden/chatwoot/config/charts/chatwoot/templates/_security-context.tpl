{{/* Fields of a pod's securityContext that the restricted Pod Security Standard requires. Argument: securityContext of a process; dict: the defaults. */}}
{{- define "app.podSecurityContext" -}}
runAsNonRoot: {{ ne (toString .runAsNonRoot) "false" }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* securityContext of a container. Argument: securityContext of a process; dict: the defaults. */}}
{{- define "app.containerSecurityContext" -}}
allowPrivilegeEscalation: false
capabilities:
  {{- with .capabilities }}
  add: [{{ join ", " .add }}]
  {{- end }}
  drop: [ALL]
readOnlyRootFilesystem: {{ ne (toString .readOnlyRootFilesystem) "false" }}
{{- end }}
