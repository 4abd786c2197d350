import type { ElevateOptions } from "../root/elevate.ts";
import { bundleFolder, ownBundle } from "./bundle.ts";

/**
 * Returns the Node that started the app from its sources, as build/start.mjs sets it; null if none,
 * or a package runs. A package ignores the variable, because it would decide what root runs; from
 * the sources root runs files that the user can write anyway.
 */
export function sourcesNode(
  env: Readonly<Record<string, string | undefined>>,
  folder = bundleFolder,
): string | null {
  return folder.includes("app.asar") ? null : (env["VIRTRAY_NODE"] ?? null);
}

/**
 * Returns how one of root's parts is run for the user of this process. Electron's program takes 50
 * MiB more than Node, so from the sources the Node is taken that is there anyway.
 */
export function rootPart(name: "netd" | "once"): ElevateOptions {
  return {
    uid: process.getuid?.() ?? 0,
    program: sourcesNode(process.env) ?? process.execPath,
    bundle: ownBundle(name),
    terminal: process.stdin.isTTY === true,
  };
}
