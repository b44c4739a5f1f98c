const debug = /(?:^|_)DEBUG$/i;
const modeName = /^(?:NODE|RAILS|RACK|APP|FLASK|DJANGO|GO|ASPNETCORE|DOTNET|MIX|PHX|SPRING_PROFILES)_?(?:ENV|ENVIRONMENT|ACTIVE)?$/;

/** A valid name in the config; `__proto__` has a special meaning in JavaScript. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name !== '__proto__';
}

/** Placeholders for a value: `your_token`, `change-me`, `bucket_name_here`, `<host>`. */
export function isPlaceholder(value: string): boolean {
  const words =
    /^(?:your[-_ ]|get_(?:a|an|the)_|generate_|(?:change|replace|fill|insert)[-_ ]?(?:me|this|it|in|with|your)(?![a-z])|replace[-_ ]|fixme|todo(?![a-z]))/i;
  return words.test(value) || /^change[A-Z]/.test(value) || /^(?:<[^<>]+>|[x-]{3,})$|[-_ ](?:here|x{3,})$|x{4,}/i.test(value);
}

/** Variables that a bundler inlines at build time; the process may read them too. */
export function isBuiltIn(name: string): boolean {
  return /^(?:NEXT_PUBLIC|VITE|REACT_APP|GATSBY|VUE_APP)_./.test(name);
}

/** `NODE_ENV=development`, `APP_DEBUG=true` */
export function isForDevelopment(name: string, value: string): boolean {
  return (modeName.test(name) && /^(?:dev|development|local|test)$/i.test(value)) || (debug.test(name) && /^(?:true|1|yes|on)$/i.test(value));
}
