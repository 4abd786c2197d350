/** The countries whose customs numbers and times follow, such as `AT`; null for those of the language. */
export interface Region {
  readonly numbers: string | null;
  readonly times: string | null;
}

/** Returns the country of a locale such as `de_AT.UTF-8`; null if it names none. */
function countryOf(locale: string | undefined): string | null {
  return /^[a-z]{2,3}_([A-Z]{2})(?:$|[.@])/.exec(locale ?? "")?.[1] ?? null;
}

/** Returns the region of an environment (locale(7)); an empty variable counts as unset. */
export function regionOf(env: Readonly<Record<string, string | undefined>>): Region {
  const country = (name: string) => countryOf(env["LC_ALL"] || env[name] || env["LANG"]);
  return { numbers: country("LC_NUMERIC"), times: country("LC_TIME") };
}
