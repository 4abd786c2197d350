/**
 * Returns the octets of an address that differ within a subnet, for narrow columns: `192.168.100.7` is
 * `.7` in a /24 and `.100.7` in a /16.
 */
export function hostPart(address: string, prefixLength: number): string {
  return `.${address
    .split(".")
    .slice(Math.floor(prefixLength / 8))
    .join(".")}`;
}
