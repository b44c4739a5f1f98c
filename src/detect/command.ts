const forDevelopment = new RegExp(
  [
    'manage\\.py runserver\\b',
    '\\b(?:next|nuxt|nuxi|remix|astro) dev\\b',
    '\\b(?:npm|yarn|pnpm|bun) (?:run )?(?:dev|start:dev|watch)\\b',
    '(?:^|[ /])(?:nodemon|ts-node-dev|CompileDaemon|bin/dev)(?: |$)',
    '^air(?: |$)|\\b(?:tsx|cargo|dotnet)[ -]watch\\b',
    '\\bflask\\b.* run\\b.*--debug\\b',
    '\\bartisan serve\\b',
  ].join('|'),
);

/** A command that watches the sources, or starts a development server. */
export function isForDeveloper(words: readonly string[]): boolean {
  return forDevelopment.test(words.join(' '));
}
