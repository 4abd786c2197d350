import { rmSync, symlinkSync } from "node:fs";
import type { RealDesktop } from "./real-desktop.ts";

/** Links the desktop's X socket, which is in a /tmp of its own, to where programs outside expect it. */
export function showXServer({ env, place }: Pick<RealDesktop, "env" | "place">): void {
  const socket = `/tmp/.X11-unix/X${env["DISPLAY"]?.slice(1)}`;
  const words = place.inside({});
  const first = words[words.indexOf("--target") + 1];
  rmSync(socket, { force: true });
  symlinkSync(`/proc/${first}/root${socket}`, socket);
}
