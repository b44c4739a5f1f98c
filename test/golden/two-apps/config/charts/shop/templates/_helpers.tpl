{{/* Labels of every object. */}}
{{- define "app.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* Labels that select the pods of one component or service: they never change. Called with (list $ name). */}}
{{- define "app.selectorLabels" -}}
app.kubernetes.io/name: {{ (index . 0).Chart.Name | quote }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name | quote }}
app.kubernetes.io/component: {{ index . 1 | quote }}
{{- end }}

{{/* Name of an object of a component or service. Called with (list $ name). */}}
{{- define "app.name" -}}
{{ printf "%s-%s" (index . 0).Release.Name (index . 1) | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* "true" where CD has delivered the image. Called with (list $ image). */}}
{{- define "app.delivered" -}}
{{- $image := index (index . 0).Values.images (index . 1) -}}
{{- if and $image.tag $image.digest }}true{{ end -}}
{{- end }}

{{/* The image by tag, for people, and digest, for machines. A mirror takes the place of the registry's host. */}}
{{- define "app.image" -}}
{{- $root := index . 0 -}}
{{- $image := index $root.Values.images (index . 1) -}}
{{- $repository := $image.repository -}}
{{- with $root.Values.cluster.imagePull.mirror -}}
{{- $repository = printf "%s/%s" . ($repository | splitList "/" | rest | join "/") -}}
{{- end -}}
{{ printf "%s:%s@%s" $repository $image.tag $image.digest }}
{{- end }}

{{/* An image of a public registry, or of its mirror on the cluster's side. Called with (list $ host path). */}}
{{- define "app.publicImage" -}}
{{- $host := index . 1 -}}
{{ index ((index . 0).Values.cluster.mirrors | default dict) $host | default $host }}/{{ index . 2 }}
{{- end }}

{{/* Pod security that the restricted standard asks for. Called with what a process relaxes, or with anything else. */}}
{{- define "app.podSecurityContext" -}}
runAsNonRoot: {{ ne (toString .runAsNonRoot) "false" }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "app.containerSecurityContext" -}}
allowPrivilegeEscalation: false
capabilities:
  {{- with .capabilities }}
  add: [{{ join ", " .add }}]
  {{- end }}
  drop: [ALL]
readOnlyRootFilesystem: {{ ne (toString .readOnlyRootFilesystem) "false" }}
{{- end }}

{{/* Pull secret of every pod, for what it knows: the app's own images, and public ones. Nothing where the nodes may pull. */}}
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

{{/* Host of an auxiliary service. Called with (list $ name). */}}
{{- define "app.serviceHost" -}}
{{- $service := index (index . 0).Values.auxiliaryServices (index . 1) -}}
{{- if eq $service.provider "external" -}}
{{ $service.external.host }}
{{- else if eq $service.provider "operator" -}}
{{ include "app.name" . }}-rw
{{- else -}}
{{ include "app.name" . }}
{{- end -}}
{{- end }}

{{/* Port of an auxiliary service, as text. Called with (list $ name). */}}
{{- define "app.servicePort" -}}
{{- $service := index (index . 0).Values.auxiliaryServices (index . 1) -}}
{{- if eq $service.provider "external" -}}
{{ int $service.external.port }}
{{- else -}}
{{ include (printf "app.%s.port" $service.type) . }}
{{- end -}}
{{- end }}

{{/* Address of an object store; signatures are made without the port that its scheme has anyway. */}}
{{- define "app.endpoint" -}}
{{- $usual := ternary 443 80 .tls -}}
{{ ternary "https" "http" .tls }}://{{ .host }}{{ if ne (int .port) $usual }}:{{ int .port }}{{ end }}
{{- end }}

{{/* What the config adds to a URL. Called with (list service first): first stands before it. */}}
{{- define "app.urlParameters" -}}
{{- $parameters := list -}}
{{- range $name, $value := (index . 0).parameters }}{{ $parameters = append $parameters (printf "%s=%s" $name $value) }}{{ end -}}
{{- with $parameters }}{{ index $ 1 }}{{ join "&" . }}{{ end -}}
{{- end }}

{{/*
Secret of an auxiliary service as JSON: {"name", "keys": {"username", "password", "url"}}. CloudNativePG makes its own,
whose URL has no parameters.
*/}}
{{- define "app.serviceSecret" -}}
{{- $service := index (index . 0).Values.auxiliaryServices (index . 1) -}}
{{- if eq $service.provider "operator" -}}
{{- $keys := dict "username" "username" "password" "password" -}}
{{- if not $service.parameters }}{{ $_ := set $keys "url" "uri" }}{{ end -}}
{{ dict "name" (printf "%s-app" (include "app.name" .)) "keys" $keys | toJson }}
{{- else -}}
{{ (index $service $service.provider).secret | default dict | toJson }}
{{- end -}}
{{- end }}

{{/*
Environment variables of a component or job. Called with (list $ component).
A URL is composed from variables that come before it, because Kubernetes expands $(NAME) only then; so what the config
composes comes last. A password must be URL-safe. Where the Secret holds the whole URL, it is taken as it is.
*/}}
{{- define "app.env" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $prefix := "AUXILIARY" -}}
{{- range $name, $service := $root.Values.auxiliaryServices }}
{{- $used := false -}}
{{- range $value := $component.env }}
{{- if kindIs "map" $value }}{{ if eq (default "" $value.from) (printf "%s.url" $name) }}{{ $used = true }}{{ end }}{{ end -}}
{{- end }}
{{- $secret := include "app.serviceSecret" (list $root $name) | fromJson }}
{{- if and $used $secret.name (not $secret.keys.url) }}
{{- range $role := list "username" "password" }}
{{- with index $secret.keys $role }}
- name: {{ printf "%s_%s_%s" $prefix $name $role | upper | replace "-" "_" }}
  valueFrom:
    secretKeyRef:
      name: {{ $secret.name | quote }}
      key: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- $plain := list -}}
{{- $composed := list -}}
{{- range $variable, $value := $component.env }}
{{- if contains "$(" (toString $value) }}{{ $composed = append $composed $variable }}{{ else }}{{ $plain = append $plain $variable }}{{ end -}}
{{- end }}
{{- range $variable := concat $plain $composed }}
{{- $value := index $component.env $variable }}
- name: {{ $variable | quote }}
{{- if kindIs "string" $value }}
  value: {{ $value | quote }}
{{- else if $value.secretKeyRef }}
  valueFrom:
    secretKeyRef:
      name: {{ $value.secretKeyRef.name | quote }}
      key: {{ $value.secretKeyRef.key | quote }}
{{- else }}
{{- $name := splitList "." $value.from | first }}
{{- $output := splitList "." $value.from | last }}
{{- $service := index $root.Values.auxiliaryServices $name }}
{{- $secret := include "app.serviceSecret" (list $root $name) | fromJson }}
{{- $keys := $secret.keys | default dict }}
{{- $own := printf "%s_%s" $prefix $name | upper | replace "-" "_" }}
{{- $address := printf "%s:%s" (include "app.serviceHost" (list $root $name)) (include "app.servicePort" (list $root $name)) }}
{{- if eq $output "host" }}
  value: {{ include "app.serviceHost" (list $root $name) | quote }}
{{- else if eq $output "port" }}
  value: {{ include "app.servicePort" (list $root $name) | quote }}
{{- else if eq $output "database" }}
  value: {{ $service.database | quote }}
{{- else if has $output (list "region" "bucket") }}
  value: {{ index $service.external $output | quote }}
{{- else if eq $output "endpoint" }}
  value: {{ include "app.endpoint" $service.external | quote }}
{{- else if hasKey $keys $output }}
  valueFrom:
    secretKeyRef:
      name: {{ $secret.name | quote }}
      key: {{ index $keys $output | quote }}
{{- else if ne $output "url" }}
{{- fail (printf "%s: the Secret of %s has no %s" $variable $name $output) }}
{{- else }}
{{- $parts := dict "service" $service "address" $address }}
{{- range $role := list "username" "password" }}
{{- if hasKey $keys $role }}{{ $_ := set $parts $role (printf "$(%s_%s)" $own (upper $role)) }}{{ end }}
{{- end }}
  value: {{ include (printf "app.%s.url" $service.type) $parts | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The probes of a component, as its values give them. */}}
{{- define "app.probes" -}}
{{- range $probe := list "startupProbe" "readinessProbe" "livenessProbe" }}
{{- with index $ $probe }}
{{ $probe }}:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{/* Every Secret that the release needs and somebody else holds, as JSON: name → key → true. */}}
{{- define "app.requiredSecrets" -}}
{{- $root := . -}}
{{- $secrets := dict -}}
{{- range $name, $service := .Values.auxiliaryServices -}}
{{- if ne $service.provider "operator" -}}
{{- with (index $service $service.provider).secret -}}
{{- $keys := get $secrets .name | default dict -}}
{{- range .keys }}{{ $_ := set $keys . true }}{{ end -}}
{{- $_ := set $secrets .name $keys -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $processes := list .Values.components .Values.jobs .Values.cronJobs -}}
{{- range $process := $processes -}}
{{- range $value := concat (values ($process.env | default dict)) (values ($process.files | default dict)) -}}
{{- if kindIs "map" $value -}}
{{- with $value.secretKeyRef -}}
{{- $keys := get $secrets .name | default dict -}}
{{- $_ := set $keys .key true -}}
{{- $_ := set $secrets .name $keys -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{ $secrets | toJson }}
{{- end }}
