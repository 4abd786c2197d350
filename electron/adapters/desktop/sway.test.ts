import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSway } from "./sway.ts";

let folder = "";
let socket = "";
let server: Server;
let answer: Buffer | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sway-"));
  socket = join(folder, "ipc.sock");
  server = createServer((client) => {
    client.once("data", () => {
      if (answer !== null) client.write(answer);
    });
    client.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Returns a message of sway. */
function message(text: string): Buffer {
  const head = Buffer.alloc(14);
  head.write("i3-ipc");
  head.writeUInt32LE(Buffer.byteLength(text), 6);
  head.writeUInt32LE(4, 10);
  return Buffer.concat([head, Buffer.from(text)]);
}

const rect = { x: 896, y: 34, width: 384, height: 416 };
const container = (more: object = {}) => ({ rect, nodes: [], floating_nodes: [], ...more });

/** Returns a screen with one workspace, with a tiled and a floating window in it. */
const tree = container({
  nodes: [
    container({ nodes: [container()] }),
    container({
      nodes: [
        container({
          nodes: [container({ pid: 7, rect: { ...rect, x: 0 } })],
          floating_nodes: [container({ pid: 8, rect: { ...rect, x: 1 } }), container({ pid: 7 })],
        }),
      ],
    }),
  ],
});

test("finds a process's floating window, not its tiled one and not another's", async () => {
  answer = message(JSON.stringify(tree));
  const sway = createSway(socket);
  expect(await sway.floatingWindow(7)).toEqual(rect);
  expect(await sway.floatingWindow(8)).toEqual({ ...rect, x: 1 });
  expect(await sway.floatingWindow(9)).toBeNull();
});

test("knows of no window where sway does not answer", async () => {
  answer = null;
  expect(await createSway(socket).floatingWindow(7)).toBeNull();
  server.close();
  expect(await createSway(join(folder, "missing")).floatingWindow(7)).toBeNull();
});

test("knows of no window and no screen from answers that are none", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
      answer = message(text);
      const sway = createSway(socket);
      expect(await sway.floatingWindow(7)).toBeNull();
      expect(await sway.focusedScreen()).toBeNull();
    }),
  );
});
