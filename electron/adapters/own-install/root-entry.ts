import type { ElevateOptions } from "../root/elevate.ts";
import { bundleFolder, ownBundle } from "./bundle.ts";

/**
 * The Node that started the app from its sources, as build/start.mjs tells; null: none, or what runs
 * is a package. What is installed listens to no variable about what root is to run; from the sources
 * root runs what the user can write anyway.
 */
export function sourcesNode(
  env: Readonly<Record<string, string | undefined>>,
  folder = bundleFolder,
): string | null {
  return folder.includes("app.asar") ? null : (env["VIRTRAY_NODE"] ?? null);
}

/**
 * How one of root's parts is run for the user of this process. Electron's program takes 50 MiB more
 * than Node for what stays, so from the sources the Node is taken that is there anyway.
 */
export function rootPart(name: "netd" | "once"): ElevateOptions {
  return {
    uid: process.getuid?.() ?? 0,
    program: sourcesNode(process.env) ?? process.execPath,
    bundle: ownBundle(name),
    terminal: process.stdin.isTTY === true,
  };
}
