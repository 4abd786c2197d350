import { rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { MoveFrame, StreamFrame } from "../../core/computer/move-frames.ts";
import type { MoveChannel } from "./move-channel.ts";

/** The sockets here that connections from the other side lead to. */
export type StreamSockets = Readonly<Record<"disks" | "memory", string>>;

/** A channel that also carries connections between sockets of both sides, while its pieces are taken. */
export interface StreamChannel extends MoveChannel {
  next(): Promise<Exclude<MoveFrame, { readonly kind: "alive" | "stream" }> | null>;
  /**
   * Lets connections from the other side in; without this, one ends the conversation. So does what comes when
   * `hasRoom`, which is asked now and then, finds too little room for more.
   */
  accept(sockets: StreamSockets, hasRoom: () => Promise<boolean>): void;
  /** Listens at a socket; each connection there is one at the other side. Errors throw. */
  listen(path: string, to: "disks" | "memory"): Promise<void>;
  /** Ends all connections and sockets. */
  closeStreams(): void;
}

/** A machine has up to three disks and one memory; more connections than this at once are not QEMU's. */
const mostStreams = 8;

/** So many bytes come between two looks at the room on the disk. */
const lookBytes = 8 * 1024 ** 2;

/** Makes a channel carry connections. */
export function carryStreams(channel: MoveChannel): StreamChannel {
  let accepted: StreamSockets | null = null;
  let isRoomLeft = async () => true;
  let came = 0;
  const sockets = new Map<number, Socket>();
  const servers: { readonly server: Server; readonly path: string }[] = [];
  let last = 0;

  function carry(number: number, socket: Socket): void {
    sockets.set(number, socket);
    // Its end is told by the reading below.
    socket.on("error", () => {});
    void pass(number, socket);
  }

  async function pass(number: number, socket: Socket): Promise<void> {
    try {
      for await (const bytes of socket as AsyncIterable<Buffer>) {
        if (!(await channel.sendStream(number, "piece", bytes))) break;
      }
    } catch {
      // It was reset.
    }
    socket.destroy();
    if (sockets.delete(number)) await channel.sendStream(number, "end", new Uint8Array());
  }

  /** Takes a part that came; false: the other side may not send it. */
  async function take({ number, part, bytes }: StreamFrame): Promise<boolean> {
    if (part === "disks" || part === "memory") {
      if (accepted === null || sockets.has(number) || sockets.size >= mostStreams) return false;
      carry(number, connect({ path: accepted[part], allowHalfOpen: true }));
      return true;
    }
    const socket = sockets.get(number);
    // It may have ended here at the same moment.
    if (socket === undefined) return true;
    if (part === "end") {
      sockets.delete(number);
      socket.end();
    } else {
      came += bytes.length;
      if (came >= lookBytes) {
        came = 0;
        if (!(await isRoomLeft())) return false;
      }
      if (!socket.write(bytes)) await drained(socket);
    }
    return true;
  }

  return {
    ...channel,
    accept(at, hasRoom) {
      accepted = at;
      isRoomLeft = hasRoom;
    },
    async next() {
      for (;;) {
        const frame = await channel.next();
        if (frame === null || frame.kind !== "stream") return frame;
        if (!(await take(frame))) return null;
      }
    },
    async listen(path, to) {
      // One of a move that was killed.
      await rm(path, { force: true });
      const server = createServer({ allowHalfOpen: true }, (socket) => {
        last += 1;
        const number = last;
        void channel.sendStream(number, to, new Uint8Array()).then(() => carry(number, socket));
      });
      servers.push({ server, path });
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(path, () => resolve());
      });
    },
    closeStreams() {
      for (const socket of sockets.values()) socket.destroy();
      sockets.clear();
      for (const { server } of servers) server.close();
      servers.length = 0;
    },
  };
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      socket.off("drain", go).off("close", go);
      resolve();
    };
    socket.on("drain", go).on("close", go);
    if (socket.destroyed) go();
  });
}
