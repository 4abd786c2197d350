import { createServer, type Server, type Socket } from "node:net";
import { type AppError, fail, type Result } from "../../contract/errors/app-error.ts";
import {
  maximumFrameBytes,
  type NetdReply,
  type NetdRequest,
  type NetdStatus,
} from "../../contract/lan/netd.ts";
import { createLineCutter } from "../../system/line-cutter.ts";
import { parseRequest } from "./parse-request.ts";

/** More than app, command and a few scripts ever need at once. */
const mostConnections = 32;
/** A line arrives in one piece; a slower client would only block a connection. */
const halfLineTimeout = 5_000;

export interface ServerDeps {
  readonly handle: (request: NetdRequest) => Promise<Result<NetdStatus>>;
  /** Called whenever a connection has ended. */
  readonly left: () => void;
}

export interface NetdServer {
  readonly server: Server;
  connections(): number;
}

/**
 * Creates the server of the protocol in contract/lan/netd.ts, which handles one line after the
 * other.
 */
export function createNetdServer(deps: ServerDeps): NetdServer {
  /** Ordered by their last line: the first has been silent longest. */
  const open = new Map<Socket, { working: boolean }>();

  const server = createServer((socket) => {
    const state = { working: false };
    open.set(socket, state);
    makeRoom(open, socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      open.delete(socket);
      deps.left();
    });
    void converse(socket, deps.handle, (working) => {
      state.working = working;
      open.delete(socket);
      if (!socket.destroyed) open.set(socket, state);
    });
  });
  return { server, connections: () => open.size };
}

/** Ends the connection that has been silent longest, so that idle ones never shut others out. */
function makeRoom(open: Map<Socket, { working: boolean }>, latest: Socket): void {
  if (open.size <= mostConnections) return;
  for (const [socket, state] of open) {
    if (!state.working && socket !== latest) {
      open.delete(socket);
      socket.destroy();
      return;
    }
  }
  latest.destroy();
}

async function converse(
  socket: Socket,
  handle: ServerDeps["handle"],
  working: (now: boolean) => void,
): Promise<void> {
  const cutter = createLineCutter(maximumFrameBytes);
  let waiting: NodeJS.Timeout | null = null;
  try {
    // Reading continues only after the answer: a flood of lines waits in the kernel, not here.
    for await (const chunk of socket) {
      if (waiting !== null) clearTimeout(waiting);
      const lines = cutter.push(chunk as Buffer);
      if (cutter.isOverlong) return refuse(socket, null, tooLong);
      for (const line of lines) {
        const request = parseRequest(line);
        if (!request.ok) return refuse(socket, numberOf(line), request.error);
        working(true);
        // The client must learn of such an error, for example of a full /run in which the state
        // file cannot be written.
        const result = await handle(request.value).catch((error: unknown) =>
          fail("internal", { detail: String(error) }),
        );
        working(false);
        if (socket.destroyed) return;
        send(
          socket,
          result.ok
            ? { id: request.value.id, ok: true, status: result.value }
            : { id: request.value.id, ok: false, error: result.error },
        );
      }
      waiting = cutter.isHalfway ? setTimeout(() => socket.destroy(), halfLineTimeout) : null;
    }
  } catch {
    // The other side closed the connection within a line.
  } finally {
    if (waiting !== null) clearTimeout(waiting);
    socket.end();
  }
}

const tooLong: AppError = { code: "netd-refused", params: { detail: "line-too-long" } };

/**
 * Returns the number of a refused request, if it has one, so that the client can match the answer.
 */
function numberOf(line: string): number | null {
  const found = /"id"\s*:\s*(\d{1,15})\b/.exec(line);
  return found?.[1] === undefined ? null : Number(found[1]);
}

function send(socket: Socket, reply: NetdReply): void {
  socket.write(`${JSON.stringify(reply)}\n`);
}

function refuse(socket: Socket, id: number | null, error: AppError): void {
  send(socket, { id, ok: false, error });
  socket.end();
}
