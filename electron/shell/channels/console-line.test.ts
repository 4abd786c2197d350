import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { connectSocket } from "../../adapters/qemu/console-socket.ts";
import { consolePiece, consoleWindow } from "../../contract/machine/console.ts";
import type { OpenConsole } from "../../services/machine/console/consoles.ts";
import { type ConsolePort, tieConsole } from "./console-line.ts";

let folder = "";
let server: Server;
let machine: Socket;
let page: MessagePort;
let received: unknown[];
let isClosed: boolean;

/** Node's port with the interface of Electron's main process. */
function asMainPort(port: MessagePort): ConsolePort {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: string, listener: (value: { readonly data: unknown }) => void) =>
      event === "message"
        ? port.on("message", (data: unknown) => listener({ data }))
        : port.on("close", () => listener({ data: undefined })),
    start: () => port.start(),
    close: () => port.close(),
  };
}

async function tie(
  history = new Uint8Array(),
  meanwhile: (socket: Socket) => Promise<unknown> = async () => {},
  more: Pick<OpenConsole, "resize"> = {},
): Promise<void> {
  const path = join(folder, "serial.sock");
  const accepted = new Promise<Socket>((resolve) => {
    server = createServer(resolve);
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  const socket = await connectSocket(path);
  if (socket === null) throw new Error("nobody listens");
  machine = await accepted;
  await meanwhile(socket);
  const { port1, port2 } = new MessageChannel();
  page = port2;
  received = [];
  isClosed = false;
  page.on("message", (message: unknown) => received.push(message));
  page.on("close", () => {
    isClosed = true;
  });
  tieConsole(asMainPort(port1), { socket, history, ...more });
}

const bytesReceived = () =>
  received.reduce<number>(
    (sum, message) => sum + ((message as { bytes?: Uint8Array }).bytes?.byteLength ?? 0),
    0,
  );

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "line-"));
});
afterEach(() => {
  page.close();
  machine.destroy();
  server.close();
  rmSync(folder, { recursive: true });
});

it("sends the earlier output, then passes bytes on both ways and acknowledges them", async () => {
  await tie(new TextEncoder().encode("before\n"));
  machine.write("login: ");
  await vi.waitFor(() => expect(received).toHaveLength(2));
  expect(received).toEqual([
    { kind: "history", bytes: new TextEncoder().encode("before\n") },
    { kind: "data", bytes: new TextEncoder().encode("login: ") },
  ]);
  let typed = "";
  machine.on("data", (chunk) => {
    typed += chunk.toString();
  });
  page.postMessage({ kind: "data", bytes: new TextEncoder().encode("root\r") });
  await vi.waitFor(() => expect(typed).toBe("root\r"));
  await vi.waitFor(() => expect(received.at(-1)).toEqual({ kind: "used", count: 5 }));
});

it("holds a talkative machine back until the page has acknowledged its bytes", async () => {
  await tie();
  machine.write(Buffer.alloc(8 * consoleWindow));
  await vi.waitFor(() => expect(bytesReceived()).toBeGreaterThanOrEqual(consoleWindow));
  // The bytes that one reading of the socket may add beyond the bound.
  const most = consoleWindow + consolePiece;
  expect(bytesReceived()).toBeLessThanOrEqual(most);
  expect(machine.writableLength).toBeGreaterThan(0);
  let used = 0;
  while (bytesReceived() < 8 * consoleWindow) {
    const count = Math.min(bytesReceived() - used, consoleWindow);
    used += count;
    page.postMessage({ kind: "used", count });
    await vi.waitFor(() => expect(bytesReceived()).toBeGreaterThan(used));
  }
  expect(bytesReceived()).toBe(8 * consoleWindow);
});

it.each([
  ["junk", { kind: "data", bytes: "text" }],
  ["a piece that is too large", { kind: "data", bytes: new Uint8Array(consolePiece + 1) }],
  ["more used than sent", { kind: "used", count: 1 }],
])("disconnects a page that sends %s", async (_what, message) => {
  await tie();
  const ended = new Promise((resolve) => machine.once("close", resolve));
  machine.resume();
  page.postMessage(message);
  await ended;
  await vi.waitFor(() => expect(isClosed).toBe(true));
});

it("disconnects a page that does not wait for a machine that reads nothing", async () => {
  await tie();
  machine.pause();
  // The kernel buffers some 200 KiB between the two.
  for (let sent = 0; sent <= 2 * consoleWindow; sent += consolePiece) {
    page.postMessage({ kind: "data", bytes: new Uint8Array(consolePiece) });
  }
  await vi.waitFor(() => expect(isClosed).toBe(true));
});

it("ends the port of a machine that was lost before the page listened", async () => {
  await tie(new Uint8Array(), async (socket) => {
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.destroy(new Error("reset by peer"));
    await closed;
  });
  await vi.waitFor(() => expect(isClosed).toBe(true));
});

it("ends the port with the machine", async () => {
  await tie();
  machine.end();
  await vi.waitFor(() => expect(isClosed).toBe(true));
});

it("passes a size to a console that has one", async () => {
  const sizes: unknown[] = [];
  await tie(undefined, undefined, { resize: (size) => sizes.push(size) });
  page.postMessage({ kind: "size", size: { rows: 30, columns: 90 } });
  await vi.waitFor(() => expect(sizes).toEqual([{ rows: 30, columns: 90 }]));
  expect(isClosed).toBe(false);
});

it.each([
  ["a console without a size", { rows: 30, columns: 90 }, {}],
  ["no size", { rows: 0, columns: 90 }, { resize: () => {} }],
  ["more than a terminal can have", { rows: 30, columns: 1e9 }, { resize: () => {} }],
])("disconnects a page that sizes %s", async (_, size, more) => {
  await tie(undefined, undefined, more);
  page.postMessage({ kind: "size", size });
  await vi.waitFor(() => expect(isClosed).toBe(true));
});
