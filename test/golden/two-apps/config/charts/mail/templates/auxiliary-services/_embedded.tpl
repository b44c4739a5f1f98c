{{/*
What all services that the chart itself runs have in common: a Service and a StatefulSet of one pod. Their sync wave comes
before the app's pods, so Argo CD starts those once the services are healthy.
*/}}

{{/* Content of metadata. Arguments: root, name. */}}
{{- define "app.embedded.metadata" -}}
name: {{ include "app.name" . }}
labels:
  {{- include "app.labels" .root | nindent 2 }}
  app.kubernetes.io/component: {{ .name | quote }}
annotations:
  argocd.argoproj.io/sync-wave: "-3"
{{- end }}

{{/* The Service. Its port is named after the type. Arguments: root, name. */}}
{{- define "app.embedded.service" -}}
{{- $type := (index .root.Values.auxiliaryServices .name).type -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "app.embedded.metadata" . | nindent 2 }}
spec:
  type: ClusterIP
  selector:
    {{- include "app.selectorLabels" . | nindent 4 }}
  ports:
    - name: {{ $type }}
      port: {{ include (printf "app.%s.port" $type) . }}
      targetPort: {{ $type }}
      protocol: TCP
{{- end }}

{{/* Spec of the StatefulSet, without pods and claims. Arguments: root, name. */}}
{{- define "app.embedded.statefulSet" -}}
replicas: 1
# OrderedReady would block a rollback behind a pod that never became ready.
podManagementPolicy: Parallel
revisionHistoryLimit: 3
serviceName: {{ include "app.name" . }}
# Data outlives the release: delete it by hand.
persistentVolumeClaimRetentionPolicy:
  whenDeleted: Retain
  whenScaled: Retain
selector:
  matchLabels:
    {{- include "app.selectorLabels" . | nindent 4 }}
{{- end }}

{{/* Account, pull secret and user of the pod. runAsNonRoot needs numbers, so they are those of the image. Arguments: root, user, group. */}}
{{- define "app.embedded.identity" -}}
serviceAccountName: {{ .root.Release.Name | quote }}
automountServiceAccountToken: false
# Variables for Services could clash with those of the image.
enableServiceLinks: false
{{- include "app.imagePullSecrets" .root }}
securityContext:
  {{- include "app.podSecurityContext" dict | nindent 2 }}
  runAsUser: {{ .user }}
  runAsGroup: {{ .group }}
  fsGroup: {{ .group }}
{{- end }}

{{/* A variable read from the service's Secret. Arguments: variable, secret, role. */}}
{{- define "app.embedded.credential" -}}
- name: {{ .variable | quote }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret.name | quote }}
      key: {{ index .secret.keys .role | quote }}
{{- end }}

{{/* The claim of the volume named data. Arguments: root, name. */}}
{{- define "app.embedded.claim" -}}
{{- $service := index .root.Values.auxiliaryServices .name -}}
metadata:
  name: data
spec:
  accessModes: [ReadWriteOnce]
  {{- with .root.Values.cluster.storageClass }}
  storageClassName: {{ . | quote }}
  {{- end }}
  resources:
    requests:
      storage: {{ $service.embedded.storage }}
{{- end }}
