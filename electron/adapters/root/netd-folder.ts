import { readlinkSync } from "node:fs";
import { join } from "node:path";

/** Returns the inode of the network namespace that we are in, which the LAN belongs to. */
export function networkNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/net").replace(/\D/g, "");
  } catch {
    // A kernel without such namespaces has one network.
    return "0";
  }
}

/** Returns the folder of netd's files for a user. */
export function netdFolder(uid: number): string {
  return join("/run/virtray", String(uid), networkNamespace());
}
