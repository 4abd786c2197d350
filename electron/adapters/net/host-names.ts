import { access, readFile } from "node:fs/promises";
import { fail } from "../../contract/errors/app-error.ts";
import type { DesiredLan } from "../../contract/lan/netd.ts";
import { findHostsBlock, hostsBlock, hostsFile } from "../../core/lan/names/hosts-block.ts";
import { createNetdClient } from "../root/netd-client.ts";
import { lanFolder } from "../root/netd-folder.ts";

/** The socket of systemd-resolved, which gets the LAN's name server and needs no file. */
const resolvedSocket = "/run/systemd/resolve/io.systemd.Resolve";

/** The state of this computer's resolution of machines' names. */
export interface HostNames {
  /** The lines for the hosts file; null if the LAN is off, or guests set their own. */
  readonly wanted: string | null;
  /** Our lines in it; null if it has none. */
  readonly found: string | null;
  /** Whether systemd-resolved asks the LAN by itself. */
  readonly isAsked: boolean;
}

/** Returns whether the hosts file has lines of ours. */
export async function hasHostsBlock(): Promise<boolean> {
  return findHostsBlock(await readFile(hostsFile, "utf8").catch(() => "")) !== null;
}

/** Reads the state of this computer's resolution of machines' names. */
export async function readHostNames(uid: number): Promise<HostNames> {
  const netd = createNetdClient(lanFolder(uid), async () => fail("netd-gone", {}));
  const [stateFile, text, isAsked] = await Promise.all([
    netd.stateFile(),
    readFile(hostsFile, "utf8").catch(() => ""),
    access(resolvedSocket).then(
      () => true,
      () => false,
    ),
  ]);
  const desired: DesiredLan | null = stateFile?.wish ?? null;
  const isServed = desired?.lan.addressing === "served";
  return {
    wanted: desired !== null && isServed ? hostsBlock(desired) : null,
    found: findHostsBlock(text),
    isAsked,
  };
}
