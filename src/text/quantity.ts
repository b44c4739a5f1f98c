const units: Record<string, number> = {
  m: 1e-3,
  k: 1e3,
  Ki: 2 ** 10,
  M: 1e6,
  Mi: 2 ** 20,
  G: 1e9,
  Gi: 2 ** 30,
  T: 1e12,
  Ti: 2 ** 40,
  P: 1e15,
  Pi: 2 ** 50,
  E: 1e18,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity as a number; NaN for any other text. */
export function quantity(text: string): number {
  const [, number = 'none', unit = ''] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
  return Number(number) * (unit === '' ? 1 : (units[unit] ?? Number.NaN));
}
