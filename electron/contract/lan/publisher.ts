/** The prefixes of chain names of programs that publish ports by rules. */
const publishers: readonly (readonly [RegExp, string])[] = [
  [/^DOCKER/i, "Docker"],
  [/^(?:NETAVARK|CNI-|nv_)/i, "Podman"],
  [/^KUBE-/, "Kubernetes"],
  [/^LIBVIRT/i, "libvirt"],
  [/^lxd|^incus/i, "LXD"],
];

/** Returns the program that owns a chain of rules, by the chain's name; null if unknown. */
export function knownPublisher(chain: string): string | null {
  return publishers.find(([pattern]) => pattern.test(chain))?.[1] ?? null;
}
