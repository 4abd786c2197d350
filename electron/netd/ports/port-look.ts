import { networkInterfaces } from "node:os";
import { findProgram, run } from "../base/programs.ts";
import { listLegacy } from "../kernel/read-kernel.ts";

/**
 * Reads which programs and rules use this computer's ports; each source is read once for all ports.
 */
export interface PortLook {
  /** Lists listeners as `ss -Hlntu` does; null if it failed. */
  listeners(): Promise<string | null>;
  /** Returns all rules, as nft lists them, and those of iptables' older table. */
  rules(): Promise<{ readonly nft: string; readonly legacy: string }>;
  /** Returns this computer's addresses, the LAN's among them. */
  addresses(): readonly string[];
}

async function tell(program: string, args: readonly string[]): Promise<string | null> {
  const path = findProgram(program);
  if (path === null) return null;
  const { code, stdout } = await run(path, args);
  return code === 0 ? stdout : null;
}

/** Reads the real ports. */
export const portLook: PortLook = {
  listeners: () => tell("ss", ["-Hlntu"]),
  async rules() {
    const [nft, legacy] = await Promise.all([
      tell("nft", ["-s", "list", "ruleset"]),
      listLegacy("nat"),
    ]);
    return { nft: nft ?? "", legacy: legacy ?? "" };
  },
  addresses: () =>
    Object.values(networkInterfaces()).flatMap((each) =>
      (each ?? []).flatMap(({ family, address }) => (family === "IPv4" ? [address] : [])),
    ),
};
