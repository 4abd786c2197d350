import { once } from "node:events";
import { createConnection, type Socket } from "node:net";

/** A mouse that stays plugged into a compositor. */
export interface WaylandPointer {
  /** Moves it, in pixels of the whole screen; ends when the compositor has taken it in. */
  move(x: number, y: number): Promise<void>;
  button(code: number, isPressed: boolean): Promise<void>;
  close(): void;
}

/** The requests that are made, by their numbers (wayland.xml, wlr-virtual-pointer-unstable-v1.xml). */
const request = {
  display: { sync: 0, getRegistry: 1 },
  registry: { bind: 0 },
  manager: { createVirtualPointer: 0 },
  pointer: { motionAbsolute: 1, button: 2, frame: 4 },
} as const;
const managerName = "zwlr_virtual_pointer_manager_v1";

/** The object that each connection begins with, and what stands for no object. */
const displayId = 1;
const noObject = 0;

/**
 * Plugs a mouse in: a client of the compositor at `socketPath` (as sway and other compositors of
 * wlroots let one), whose screen measures `width` by `height` pixels. Throws if it takes no mice.
 */
export async function plugWaylandPointer(
  socketPath: string,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<WaylandPointer> {
  const socket = createConnection({ path: socketPath });
  await once(socket, "connect");
  const callbacks = new Map<number, () => void>();
  const globals = new Map<string, number>();
  let problem: Error | null = null;
  // A compositor takes numbers of new objects in their order alone.
  let lastId = displayId;
  const newId = () => {
    lastId += 1;
    return lastId;
  };
  const registry = newId();
  readEvents(socket, (sender, opcode, body) => {
    if (sender === registry && opcode === 0) globals.set(readText(body, 4), body.readUInt32LE(0));
    // A display's first event is a fatal error, a callback's only one its end.
    if (sender === displayId && opcode === 0) problem = new Error(readText(body, 8));
    callbacks.get(sender)?.();
    callbacks.delete(sender);
  });
  socket.on("close", () => {
    problem ??= new Error("the compositor has ended");
    for (const end of callbacks.values()) end();
  });
  const done = () =>
    new Promise<void>((resolve, reject) => {
      const callback = newId();
      callbacks.set(callback, () => (problem === null ? resolve() : reject(problem)));
      socket.write(message(displayId, request.display.sync, [callback]));
    });
  socket.write(message(displayId, request.display.getRegistry, [registry]));
  await done();
  const name = globals.get(managerName);
  if (name === undefined) throw new Error(`the compositor has no ${managerName}`);
  const manager = newId();
  socket.write(message(registry, request.registry.bind, [name, managerName, 1, manager]));
  const pointer = newId();
  const { createVirtualPointer } = request.manager;
  socket.write(message(manager, createVirtualPointer, [noObject, pointer]));
  await done();

  const send = (opcode: number, args: readonly number[]) => {
    const time = Math.round(performance.now());
    socket.write(message(pointer, opcode, [time, ...args]));
    socket.write(message(pointer, request.pointer.frame, []));
    return done();
  };
  return {
    move: (x, y) => send(request.pointer.motionAbsolute, [x, y, width, height].map(Math.round)),
    button: (code, isPressed) => send(request.pointer.button, [code, isPressed ? 1 : 0]),
    close: () => socket.destroy(),
  };
}

/** Calls `heard` for each event: the object that sends it, its number there, and its arguments. */
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

/** A request on the wire: object, number, size, then numbers and texts, all in steps of four bytes. */
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
