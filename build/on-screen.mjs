#!/usr/bin/env node
/**
 * Runs a command with an invisible X server of its own:
 *
 *   node build/on-screen.mjs COMMAND [ARGUMENT…]
 *
 * The exit code is the command's.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";

const [program, ...args] = process.argv.slice(2);
if (program === undefined) {
  console.error("usage: node build/on-screen.mjs COMMAND [ARGUMENT…]");
  process.exit(2);
}
const server = spawn("Xvfb", ["-noreset", "-displayfd", "3", "-screen", "0", "1280x800x24"], {
  stdio: ["ignore", "ignore", "ignore", "pipe"],
});
// Xvfb writes the number of its display once clients can connect.
const [number] = await Promise.race([
  once(/** @type {import("node:stream").Readable} */ (server.stdio[3]), "data"),
  once(server, "exit").then(() => {
    throw new Error("Xvfb did not start");
  }),
]);
const command = spawn(program, args, {
  stdio: "inherit",
  env: { ...process.env, DISPLAY: `:${String(number).trim()}`, WAYLAND_DISPLAY: "" },
});
process.on("SIGINT", () => {});
process.on("SIGTERM", () => command.kill("SIGTERM"));
const [code, signal] = await once(command, "exit");
server.kill();
await once(server, "exit");
process.exit(signal === null ? code : 1);
