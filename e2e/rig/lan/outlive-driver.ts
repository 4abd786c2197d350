import { openSync, watch } from "node:fs";
import { open } from "node:fs/promises";
import { createServer } from "node:net";
import { execa } from "execa";
import { outliving } from "../../../electron/adapters/process/close-inherited-files.ts";

/**
 * Starts a program that outlives this one, with files of all kinds open here. Prints the command
 * that was run for it, and a line for each of its open files.
 */
export async function main(): Promise<number> {
  const socket = createServer().listen(0, "127.0.0.1");
  const folder = watch("/tmp");
  openSync("/etc/passwd", "r");
  const file = await open("/etc/passwd");
  const child = execa("cat", { stdin: "pipe" });
  const [program, args] = outliving("/bin/sh", [
    ...["-c", 'for fd in /proc/$$/fd/*; do readlink "$fd"; done; true'],
  ]);
  const { stdout } = await execa(program, args, { stdin: "ignore", stderr: "ignore" });
  console.log(`${program}\n${stdout}`);
  child.stdin.end();
  await child;
  await file.close();
  folder.close();
  socket.close();
  return 0;
}
