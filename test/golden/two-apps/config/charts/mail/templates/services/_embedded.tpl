{{/*
What every service that the chart runs has in common. It is made before the pods of the app, which wait for it.
*/}}

{{/* Metadata of its objects. Called with (list $ name). */}}
{{- define "app.embedded.metadata" -}}
name: {{ include "app.name" . }}
labels:
  {{- include "app.labels" (index . 0) | nindent 2 }}
  app.kubernetes.io/component: {{ index . 1 | quote }}
annotations:
  argocd.argoproj.io/sync-wave: "-3"
{{- end }}

{{/* Its Service. Called with (list $ name). The port has the name of the type. */}}
{{- define "app.embedded.service" -}}
{{- $type := (index (index . 0).Values.auxiliaryServices (index . 1)).type -}}
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

{{/* One pod; its volume outlives the release. Called with (list $ name). */}}
{{- define "app.embedded.statefulSet" -}}
replicas: 1
# A pod that never gets ready would keep its successor from being made.
podManagementPolicy: Parallel
revisionHistoryLimit: 3
serviceName: {{ include "app.name" . }}
persistentVolumeClaimRetentionPolicy:
  whenDeleted: Retain
  whenScaled: Retain
selector:
  matchLabels:
    {{- include "app.selectorLabels" . | nindent 4 }}
{{- end }}

{{/* Who its pod is. Called with (list $ user group): of the image, which the kubelet must know as numbers. */}}
{{- define "app.embedded.identity" -}}
serviceAccountName: {{ (index . 0).Release.Name | quote }}
automountServiceAccountToken: false
# Variables of Services would meet those of the image.
enableServiceLinks: false
{{- include "app.imagePullSecrets" (index . 0) }}
securityContext:
  {{- include "app.podSecurityContext" (index . 0) | nindent 2 }}
  runAsUser: {{ index . 1 }}
  runAsGroup: {{ index . 2 }}
  fsGroup: {{ index . 2 }}
{{- end }}

{{/* A variable from its Secret. Called with (list variable secret role). */}}
{{- define "app.embedded.credential" -}}
- name: {{ index . 0 | quote }}
  valueFrom:
    secretKeyRef:
      name: {{ (index . 1).name | quote }}
      key: {{ index (index . 1).keys (index . 2) | quote }}
{{- end }}

{{/* The claim of its volume, which is called data. Called with (list $ name). */}}
{{- define "app.embedded.claim" -}}
{{- $service := index (index . 0).Values.auxiliaryServices (index . 1) -}}
metadata:
  name: data
spec:
  accessModes: [ReadWriteOnce]
  {{- with (index . 0).Values.cluster.storageClass }}
  storageClassName: {{ . | quote }}
  {{- end }}
  resources:
    requests:
      storage: {{ $service.embedded.storage }}
{{- end }}
