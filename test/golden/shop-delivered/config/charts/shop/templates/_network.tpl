{{/*
Parts of NetworkPolicies. A connection needs both sides: egress of the pod that connects, ingress of the pod that listens.
*/}}

{{/* All processes by name, as JSON: components, jobs and cron jobs. Argument: the root context. */}}
{{- define "app.processes" -}}
{{- $processes := dict -}}
{{- range list .Values.components .Values.jobs .Values.cronJobs }}
{{- range $name, $process := . }}{{ $_ := set $processes $name $process }}{{ end -}}
{{- end }}
{{- $processes | toJson }}
{{- end }}

{{/* Names of the auxiliary services that a process uses, as JSON: those that its variables read, and those in uses. Argument: a process. */}}
{{- define "app.uses" -}}
{{- $services := .uses | default list -}}
{{- range .env }}
{{- if kindIs "map" . }}{{ with .from }}{{ $services = append $services (splitList "." . | first) }}{{ end }}{{ end -}}
{{- end }}
{{- $services | uniq | sortAlpha | toJson }}
{{- end }}

{{/* Names of the processes that use an auxiliary service, as JSON. Arguments: root, name. */}}
{{- define "app.users" -}}
{{- $users := list -}}
{{- range $name, $process := include "app.processes" .root | fromJson }}
{{- if has $.name (include "app.uses" $process | fromJsonArray) }}{{ $users = append $users $name }}{{ end -}}
{{- end }}
{{- $users | sortAlpha | toJson }}
{{- end }}

{{/* Selector of the pods of some processes. Arguments: root, names. */}}
{{- define "app.podSelector" -}}
matchLabels:
  app.kubernetes.io/name: {{ .root.Chart.Name | quote }}
  app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
matchExpressions:
  - key: app.kubernetes.io/component
    operator: In
    values:
      {{- range .names }}
      - {{ . | quote }}
      {{- end }}
{{- end }}

{{/* Rule of egress to the DNS of the cluster. Argument: the root context. */}}
{{- define "app.egress.dns" -}}
{{- $dns := .Values.cluster.dns -}}
# DNS
- to:
    {{- range $dns.pods }}
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ $dns.namespace | quote }}
      podSelector:
        matchLabels:
          {{- toYaml . | nindent 10 }}
    {{- end }}
    {{- if eq (int $dns.port) 53 }}
    {{- range $dns.cidrs }}
    - ipBlock:
        cidr: {{ . }}
    {{- end }}
    {{- end }}
  ports:
    - port: {{ int $dns.port }}
      protocol: UDP
    - port: {{ int $dns.port }}
      protocol: TCP
{{- if and $dns.cidrs (ne (int $dns.port) 53) }}
# Addresses are no Service: no other port stands behind theirs.
- to:
    {{- range $dns.cidrs }}
    - ipBlock:
        cidr: {{ . }}
    {{- end }}
  ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end }}
{{- end }}

{{/* Rule of egress to ports of some networks, or of any address. Arguments: ports, protocol, cidrs. */}}
{{- define "app.egress.addresses" -}}
- to:
    {{- if .cidrs }}
    {{- range .cidrs }}
    - ipBlock:
        cidr: {{ . }}
    {{- end }}
    {{- else }}
    # Any address, except where clouds serve the credentials of the node.
    - ipBlock:
        cidr: 0.0.0.0/0
        except: [169.254.0.0/16, 168.63.129.16/32, 100.100.100.200/32]
    - ipBlock:
        cidr: ::/0
        except: [fe80::/10, fd00:ec2::/32, fd20:ce::/64]
    # Pods: some network plugins do not count their addresses among those above.
    - namespaceSelector: {}
    {{- end }}
  ports:
    {{- range .ports }}
    - port: {{ int . }}
      protocol: {{ $.protocol | default "TCP" }}
    {{- end }}
{{- end }}
