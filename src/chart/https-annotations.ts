const byClass: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
  nginx: { 'nginx.ingress.kubernetes.io/force-ssl-redirect': 'true' },
  // https://haproxy-ingress.github.io/ and https://www.haproxy.com/documentation/kubernetes-ingress/: both call their class so.
  haproxy: { 'haproxy-ingress.github.io/ssl-redirect': 'true', 'haproxy.org/ssl-redirect': 'true' },
  // Served by the HTTPS entry point alone: https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/
  traefik: { 'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure' },
  // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
  alb: { 'alb.ingress.kubernetes.io/listen-ports': '[{"HTTP": 80}, {"HTTPS": 443}]', 'alb.ingress.kubernetes.io/ssl-redirect': '443' },
};

/** How an ingress controller is told to redirect to HTTPS, by the usual name of its class; undefined: it is not known. */
export function httpsAnnotations(ingressClassName: string): Readonly<Record<string, string>> | undefined {
  return Object.hasOwn(byClass, ingressClassName) ? byClass[ingressClassName] : undefined;
}
