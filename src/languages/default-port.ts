/** The port that a component has where nothing names one. */
export const defaultPort = '8080';
