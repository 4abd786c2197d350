import { once } from "node:events";
import { createConnection, type Socket } from "node:net";

/**
 * A client of a compositor that sends requests, and handles no event but the announcement of
 * globals.
 */
export interface WaylandConnection {
  /** Returns the id of a new object, which the next request has to create. */
  newId(): number;
  /** Binds a global object; throws if the compositor has none of that name. */
  bind(name: string, version: number): number;
  send(object: number, request: number, args: readonly (number | string)[]): void;
  /** Ends when the compositor has processed all requests; throws if it reported an error. */
  done(): Promise<void>;
  close(): void;
}

/**
 * The object that each connection begins with, and the opcodes of its requests and the registry's
 * (wayland.xml).
 */
const displayId = 1;
const request = { display: { sync: 0, getRegistry: 1 }, registry: { bind: 0 } } as const;

/** Connects to the compositor that listens at a path. */
export async function connectWayland(socketPath: string): Promise<WaylandConnection> {
  const socket = createConnection({ path: socketPath });
  await once(socket, "connect");
  const callbacks = new Map<number, () => void>();
  const globals = new Map<string, number>();
  let problem: Error | null = null;
  // A compositor accepts the ids of new objects only in ascending order.
  let lastId = displayId;
  const newId = () => {
    lastId += 1;
    return lastId;
  };
  const registry = newId();
  readEvents(socket, (sender, opcode, body) => {
    if (sender === registry && opcode === 0) globals.set(readText(body, 4), body.readUInt32LE(0));
    // A display's first event is a fatal error; a callback's only event means done.
    if (sender === displayId && opcode === 0) problem = new Error(readText(body, 8));
    callbacks.get(sender)?.();
    callbacks.delete(sender);
  });
  socket.on("close", () => {
    problem ??= new Error("the compositor has ended");
    for (const end of callbacks.values()) end();
  });
  const send: WaylandConnection["send"] = (object, opcode, args) =>
    void socket.write(message(object, opcode, args));
  const done = () =>
    new Promise<void>((resolve, reject) => {
      const callback = newId();
      callbacks.set(callback, () => (problem === null ? resolve() : reject(problem)));
      send(displayId, request.display.sync, [callback]);
    });
  send(displayId, request.display.getRegistry, [registry]);
  await done();
  return {
    newId,
    bind(name, version) {
      const global = globals.get(name);
      if (global === undefined) throw new Error(`the compositor has no ${name}`);
      const id = newId();
      send(registry, request.registry.bind, [global, name, version, id]);
      return id;
    },
    send,
    done,
    close: () => socket.destroy(),
  };
}

/** Calls `heard` for each event: the sending object, its opcode, and its arguments. */
function readEvents(
  socket: Socket,
  heard: (sender: number, opcode: number, body: Buffer) => void,
): void {
  let waiting = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 8) {
      const size = waiting.readUInt16LE(6);
      if (waiting.length < size) return;
      heard(waiting.readUInt32LE(0), waiting.readUInt16LE(4), waiting.subarray(8, size));
      waiting = waiting.subarray(size);
    }
  });
  socket.on("error", () => {});
}

/** Encodes a request: object, opcode and size, then numbers and texts, all padded to four bytes. */
function message(object: number, opcode: number, args: readonly (number | string)[]): Buffer {
  const body = Buffer.concat(args.map((arg) => (typeof arg === "number" ? word(arg) : text(arg))));
  return Buffer.concat([word(object), word(((body.length + 8) << 16) | opcode), body]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(`${value}\0`);
  return Buffer.concat([word(bytes.length), bytes, Buffer.alloc(-bytes.length & 3)]);
}

function readText(body: Buffer, at: number): string {
  return body.toString("utf8", at + 4, at + 4 + body.readUInt32LE(at) - 1);
}
