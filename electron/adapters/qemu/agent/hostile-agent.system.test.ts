import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { MachineRuntime } from "../runtime.ts";
import { askGuestFacts } from "./guest-facts.ts";

/** A line with a hostile agent behind it, and a QMP socket that says that it has been opened. */
let folder: string;
let servers: Server[];
let runtime: MachineRuntime;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agent-"));
  servers = [];
  const qemu = { agent: join(folder, "agent"), commandQmp: join(folder, "qmp") };
  runtime = { qemu } as MachineRuntime;
});
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((end) => server.close(end))));
  rmSync(folder, { recursive: true });
});

function serve(path: string, answer: (socket: Socket, asked: Asked) => void): Promise<void> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      const lines = (text + chunk.toString()).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) answer(socket, JSON.parse(line) as Asked);
    });
    if (path === runtime.qemu.commandQmp) socket.write('{"QMP": {}}\n');
  });
  servers.push(server);
  return new Promise((resolve) => server.listen(path, resolve));
}
interface Asked {
  readonly execute: string;
  readonly id?: unknown;
  readonly arguments?: { readonly id: number };
}

async function withAgent(answer: (socket: Socket, execute: string) => void) {
  await serve(runtime.qemu.commandQmp, (socket, { execute, id }) => {
    const open = [{ label: "agent", "frontend-open": true }];
    const value = execute === "query-chardev" ? open : {};
    socket.write(`${JSON.stringify({ return: value, id })}\n`);
  });
  await serve(runtime.qemu.agent, (socket, { execute, arguments: given }) => {
    if (execute === "guest-sync") socket.write(`${JSON.stringify({ return: given?.id })}\n`);
    else answer(socket, execute);
  });
  const before = process.memoryUsage().rss;
  const begun = Date.now();
  const facts = await askGuestFacts(runtime);
  return { facts, grown: process.memoryUsage().rss - before, took: Date.now() - begun };
}

it("is left after a while if it never answers", async () => {
  const { facts, took } = await withAgent(() => {});
  expect(facts).toBeNull();
  expect(took).toBeLessThan(30_000);
});

it("is left before it has sent 100 MB", async () => {
  let sent = 0;
  const chunk = "x".repeat(64 * 1024);
  const { facts, grown } = await withAgent((socket) => {
    const more = () => {
      while (sent < 100 * 1024 ** 2 && !socket.destroyed) {
        sent += chunk.length;
        if (socket.write(chunk)) continue;
        socket.once("drain", more);
        return;
      }
    };
    more();
  });
  expect(facts).toBeNull();
  expect(sent).toBeLessThan(20 * 1024 ** 2);
  expect(grown).toBeLessThan(64 * 1024 ** 2);
});

it("is told without its control characters, and without what is not expected", async () => {
  const { facts } = await withAgent((socket, execute) => {
    const name = "\u001b[2J\u202eDebian";
    const value = execute === "guest-get-osinfo" ? { "pretty-name": name } : "no list";
    socket.write(`${JSON.stringify({ return: value })}\n`);
  });
  expect(facts).toEqual({
    ...{ system: "\\x1b[2J\\u{202e}Debian", kernel: null },
    ...{ fileSystems: [], users: [], addresses: [] },
  });
});
