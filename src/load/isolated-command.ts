/** The first argument of a process that runs a config for another one. */
export const isolatedCommand = '--run-config';
