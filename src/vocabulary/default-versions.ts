/** The first Argo CD with everything that generate can emit: src/derived/needed-versions.ts. */
export const defaultArgocdVersion = '3.4';
