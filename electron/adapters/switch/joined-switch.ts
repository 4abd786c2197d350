import { rm } from "node:fs/promises";
import { join } from "node:path";
import { makePrivateFolder } from "../files/paths.ts";
import { startTied, type TiedServer } from "../process/tied-server.ts";
import { createVdeSwitch, type VdeSwitch } from "./vde-switch.ts";

/** A switch that lives as long as a cable: without a tap for machines, or with that of an uplink. */
export interface JoinedSwitch extends TiedServer {
  readonly socketFolder: string;
  /** Returns its ports that are in use; null once it has ended. */
  readonly ports: VdeSwitch["ports"];
}

/** As many as a LAN's own switch has. */
const switchPorts = "256";

/**
 * Starts one in a folder, where machines may look for the LAN's; it ends with this process, however that
 * ends. Null: it could not be started. The caller has made sure that no switch lives there.
 */
export async function startJoinedSwitch(
  folder: string,
  uid: number,
  tap: string | null = null,
): Promise<JoinedSwitch | null> {
  const lan = createVdeSwitch(folder, uid);
  if (!makePrivateFolder(folder, uid).ok) return null;
  const management = join(folder, "lan.mgmt");
  // Files of an earlier switch make the start fail.
  for (const path of [management, lan.socketFolder])
    await rm(path, { recursive: true, force: true });
  const args = ["-s", lan.socketFolder, "-m", "600", "-M", management, "--mgmtmode", "600"];
  const tapWords = tap === null ? [] : ["-tap", tap];
  // Its console is its standard input, whose end ends it, too.
  const server = await startTied(
    ["vde_switch", ...args, "-n", switchPorts, ...tapWords],
    async () => {
      const ports = await lan.ports();
      // It serves also where the tap could not be opened.
      return ports && (tap === null || ports.some((port) => port.tap === tap));
    },
  );
  return server && { ...server, socketFolder: lan.socketFolder, ports: lan.ports };
}
