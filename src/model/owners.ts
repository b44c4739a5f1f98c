/** The user, if that is all that a list of owners names. GitHub does not distinguish case. */
export function soleUser(owners: readonly string[]): string | undefined {
  const [first, ...others] = [...new Map(owners.map((owner) => [owner.toLowerCase(), owner])).values()];
  return first === undefined || others.length > 0 || first.includes('/') ? undefined : first;
}
