/**
 * Finds the socket of a D-Bus address list such as `unix:path=/run/user/1000/bus,guid=…`; null
 * if it names none that can be connected to. Values are percent-encoded (D-Bus specification).
 */
export function busSocketPath(addresses: string): string | null {
  for (const address of addresses.split(";")) {
    const [transport, rest = ""] = address.split(/:(.*)/s);
    if (transport !== "unix") continue;
    for (const pair of rest.split(",")) {
      const [key, value = ""] = pair.split(/=(.*)/s);
      const name = unescapePercents(value);
      if (name !== null && key === "path") return name;
      // Linux's abstract sockets begin with a NUL (unix(7)).
      if (name !== null && key === "abstract") return `\0${name}`;
    }
  }
  return null;
}

function unescapePercents(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** Returns the session bus's address: from the environment, or the usual path of user buses. */
export function sessionBusAddress(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const folder = env["XDG_RUNTIME_DIR"];
  return (
    env["DBUS_SESSION_BUS_ADDRESS"] ??
    (folder === undefined ? undefined : `unix:path=${folder}/bus`)
  );
}

/** The library gives a variant as [[signature tree], [value]]. */
export function variantValue(variant: unknown): unknown {
  if (!Array.isArray(variant)) return undefined;
  const [, values]: readonly unknown[] = variant;
  return Array.isArray(values) ? values[0] : undefined;
}

/** Returns a value of the kind `a{sv}`: the library gives pairs of a name and a variant. */
export function dictionary(value: unknown): Readonly<Record<string, unknown>> {
  const pairs: readonly unknown[] = Array.isArray(value) ? value : [];
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const [name, variant]: readonly unknown[] = Array.isArray(pair) ? pair : [];
      return typeof name === "string" ? [[name, variantValue(variant)]] : [];
    }),
  );
}
