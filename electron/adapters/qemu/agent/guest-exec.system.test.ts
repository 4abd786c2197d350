import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runInGuest } from "./guest-exec.ts";

/** A guest's end of the agent's line, which says whatever it likes. */
let folder: string;
let server: Server;
const path = () => join(folder, "agent.sock");

beforeEach(() => {
  folder = mkdtempSync("/tmp/agent-");
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Answers the number that is asked back, and every command by `say`. */
async function agent(say: (command: string, socket: Socket) => void): Promise<void> {
  server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => {
      const asked = JSON.parse(String(data)) as { execute: string; arguments: { id: number } };
      if (asked.execute === "guest-sync") socket.write(`{"return":${asked.arguments.id}}\n`);
      else say(asked.execute, socket);
    });
  });
  await new Promise<void>((done) => server.listen(path(), done));
}

const run = (timeoutMs = 1000) => runInGuest(path(), { name: "web", words: ["id"], timeoutMs });
const code = async () => {
  const ended = await run();
  return ended.ok ? null : ended.error.code;
};

it("gives up an answer of 100 MB, and does not keep it", async () => {
  const piece = Buffer.alloc(2 ** 20, "a");
  await agent((_command, socket) => {
    let left = 100;
    const more = () => {
      while (left-- > 0) if (!socket.write(piece)) return void socket.once("drain", more);
    };
    more();
  });
  const before = process.memoryUsage().rss;
  expect(await code()).toBe("agent-overlong");
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
});

it("gives up an agent that never answers", async () => {
  await agent(() => {});
  expect(await code()).toBe("agent-silent");
});

it("gives up a command that never ends", async () => {
  await agent((command, socket) =>
    socket.write(
      command === "guest-exec" ? '{"return":{"pid":1}}\n' : '{"return":{"exited":false}}\n',
    ),
  );
  expect(await code()).toBe("exec-not-ended");
});

it.each([
  ["another shape", '{"return":{"pid":"x"}}'],
  ["no number of a process", '{"return":{}}'],
  ["a text", '{"return":"\\u001b[2J"}'],
])("takes %s for a refusal", async (_what, line) => {
  await agent((_command, socket) => socket.write(`${line}\n`));
  expect(await code()).toBe("agent-refused");
});

it("keeps only the beginning of what an agent refuses with", async () => {
  const desc = `\u001b]0;title\u0007${"x".repeat(5000)}`;
  await agent((_command, socket) => socket.write(`${JSON.stringify({ error: { desc } })}\n`));
  const ended = await run();
  expect(ended.ok ? null : JSON.stringify(ended.error).length).toBeLessThan(400);
});
