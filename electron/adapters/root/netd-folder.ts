import { readlinkSync } from "node:fs";
import { join } from "node:path";
import { findOwnNetwork } from "./own-network.ts";

/** Returns the inode of the network namespace that we are in, which the LAN belongs to. */
export function networkNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/net").replace(/\D/g, "");
  } catch {
    // A kernel without such namespaces has one network.
    return "0";
  }
}

/** Returns the folder of the files of root's netd for a user. */
export function netdFolder(uid: number): string {
  return join("/run/virtray", String(uid), networkNamespace());
}

/** Returns the folder of the netd that keeps the LAN: root's, or that of a network of the user's own. */
export function lanFolder(uid: number): string {
  return findOwnNetwork()?.netdFolder ?? netdFolder(uid);
}
