import { statSync } from "node:fs";
import type { LanSettings } from "../../contract/lan/network.ts";
import { lanDomain } from "../../contract/lan/network.ts";
import { readText, resolvedSocket, tell } from "./upstream.ts";

/** Has systemd-resolved ask the LAN's name server for the LAN's names, where it runs. */
export interface ResolvedLink {
  /**
   * Makes systemd-resolved use the LAN (null for none), and tells it whether names are served;
   * again if it forgot.
   */
  keep(lan: LanSettings | null, serves: boolean): Promise<void>;
}

/** Creates the link to systemd-resolved, which forgets by itself with the tap. */
export function createResolvedLink(): ResolvedLink {
  let told: string | null = null;
  let toldOf: string | null = null;
  return {
    async keep(lan, serves) {
      const now = lan === null ? null : resolvedNow(lan.interface, serves);
      if (lan !== null && now !== null && now !== told) {
        await tellResolved(lan, serves);
        toldOf = lan.interface;
      }
      told = now;
      if (lan !== null) return;
      // By itself it forgets some time after the tap is gone, and another LAN may follow at once.
      if (toldOf !== null) await tell("resolvectl", "revert", toldOf);
      toldOf = null;
    },
  };
}

/** Tells it which name server knows the LAN's names, and to send no multicast queries there. */
async function tellResolved({ interface: name, address }: LanSettings, serves: boolean) {
  const resolvectl = (...words: readonly string[]) => tell("resolvectl", ...words);
  await resolvectl("revert", name);
  // The host serves the names: machines must neither answer such queries nor see them.
  await resolvectl("llmnr", name, "no");
  await resolvectl("mdns", name, "no");
  if (!serves) return;
  await resolvectl("dns", name, address);
  await resolvectl("domain", name, `~${lanDomain}`);
  await resolvectl("default-route", name, "false");
}

/**
 * Identifies the systemd-resolved and the interface that are told: after a restart, or for a new
 * interface, it must be told again. Null if it does not run, or the interface is absent.
 */
function resolvedNow(name: string, serves: boolean): string | null {
  const socket = statSync(resolvedSocket, { throwIfNoEntry: false });
  const index = readText(`/sys/class/net/${name}/ifindex`).trim();
  return socket === undefined || index === "" ? null : `${socket.ino} ${index} ${serves}`;
}
