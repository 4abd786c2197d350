import { parseLinks } from "../../core/uplink/ip-json.ts";
import { findProgram, run } from "../base/programs.ts";
import { listLegacy } from "../kernel/read-firewall.ts";

/**
 * Reads which programs and rules use this computer's ports; each source is read once for all ports.
 */
export interface PortLook {
  /** Lists listeners as `ss -Hlntu` does; null if it failed. */
  listeners(): Promise<string | null>;
  /** Returns all rules, as nft lists them, and those of iptables' older table. */
  rules(): Promise<{ readonly nft: string; readonly legacy: string }>;
  /** Returns this computer's IPv4 addresses, the LAN's among them; empty if `ip` failed. */
  addresses(): Promise<readonly string[]>;
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
  // Node's own list throws where an interface is called “constructor”.
  async addresses() {
    const said = await tell("ip", ["-j", "-d", "address", "show"]);
    const links = said === null ? null : parseLinks(said);
    return links?.ok === true
      ? links.value.flatMap((link) => link.addresses.map(({ address }) => address))
      : [];
  },
};
