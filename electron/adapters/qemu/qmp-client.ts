import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import * as v from "valibot";
import { createLineCutter } from "../../system/line-cutter.ts";

/** A request to QMP. */
interface QmpRequest {
  readonly command: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/**
 * The reason of a missing answer: `refused` by QEMU (with its class and words), `timeout`, or
 * `lost`: the connection could not be made, ended, or did not speak QMP.
 */
export interface QmpError {
  readonly kind: "refused" | "timeout" | "lost";
  /** Null: the connection itself was asked for. */
  readonly request: QmpRequest | null;
  /** QEMU's class of error, `GenericError` mostly; null unless refused. */
  readonly class: string | null;
  readonly description: string;
}

export type QmpResult<T = unknown> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: QmpError };

/** An event that QEMU sent unasked. */
export interface QmpEvent {
  readonly name: string;
  readonly data: unknown;
}

export interface QmpClient {
  /** Sends a command to QEMU, and returns its answer. Never rejects. */
  execute(
    command: string,
    args?: Readonly<Record<string, unknown>>,
    timeoutMs?: number,
  ): Promise<QmpResult>;
  /** Ends the connection; pending commands fail. */
  close(): void;
}

export interface QmpOptions {
  /** For connection and negotiation together, and for each command unless told otherwise. */
  readonly timeoutMs?: number;
  readonly onEvent?: (event: QmpEvent) => void;
  /** Called once when a connection that stood has ended, also by `close`. */
  readonly onClose?: () => void;
}

/**
 * Longest line that is accepted. The longest real answers, full schemas, have some 200 KiB; what
 * is longer comes from something broken, and must not fill the memory.
 */
const longestLineBytes = 1024 * 1024;

const messageSchema = v.union([
  v.object({ QMP: v.object({}) }),
  v.object({ event: v.string(), data: v.optional(v.unknown()) }),
  v.object({ id: v.number(), error: v.object({ class: v.string(), desc: v.string() }) }),
  v.object({ id: v.number(), return: v.unknown() }),
]);
type Message = v.InferOutput<typeof messageSchema>;

/** Parses one line of the wire; null if it is not a message of QMP. */
function parseLine(line: string): Message | null {
  try {
    const parsed = v.safeParse(messageSchema, JSON.parse(line));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

interface Pending {
  readonly request: QmpRequest;
  readonly timer: NodeJS.Timeout;
  readonly settle: (result: QmpResult) => void;
}

function failure(
  kind: QmpError["kind"],
  request: QmpRequest | null,
  description: string,
  errorClass: string | null = null,
): { readonly ok: false; readonly error: QmpError } {
  return { ok: false, error: { kind, request, class: errorClass, description } };
}

/**
 * Returns the half of a client that knows requests and answers, but not how a connection is made.
 */
function conversation(socket: Socket, options: QmpOptions, timeoutMs: number) {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let ended: string | null = null;
  let greet: (() => void) | null = null;

  const answer = (id: number, result: (request: QmpRequest) => QmpResult) => {
    const asked = pending.get(id);
    // Unknown ids are answers that came after their time-out.
    if (asked === undefined) return;
    pending.delete(id);
    clearTimeout(asked.timer);
    asked.settle(result(asked.request));
  };

  const take = (line: string) => {
    const said = parseLine(line);
    if (said === null) return;
    if ("QMP" in said) greet?.();
    else if ("event" in said) options.onEvent?.({ name: said.event, data: said.data });
    else if ("error" in said) {
      const { class: errorClass, desc } = said.error;
      answer(said.id, (request) => failure("refused", request, desc, errorClass));
    } else answer(said.id, () => ({ ok: true, value: said.return }));
  };

  const end = (why: string) => {
    if (ended !== null) return;
    ended = why;
    socket.destroy();
    for (const id of [...pending.keys()]) answer(id, (request) => failure("lost", request, why));
  };

  const cutter = createLineCutter(longestLineBytes);
  socket.on("data", (chunk: Buffer) => {
    if (ended !== null) return;
    for (const line of cutter.push(chunk)) take(line);
    if (cutter.isOverlong) end("it sent a line without an end");
  });

  const execute: QmpClient["execute"] = (command, args = {}, commandTimeoutMs = timeoutMs) => {
    const request: QmpRequest = { command, arguments: args };
    if (ended !== null) return Promise.resolve(failure("lost", request, ended));
    lastId += 1;
    const id = lastId;
    return new Promise((settle) => {
      const timer = setTimeout(
        () => answer(id, () => failure("timeout", request, "no answer in time")),
        commandTimeoutMs,
      );
      pending.set(id, { request, timer, settle });
      socket.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`);
    });
  };

  return {
    execute,
    end,
    greeted: new Promise<void>((resolve) => {
      greet = resolve;
    }),
  };
}

/** The end of a connection attempt before it was ready. */
interface Refusal {
  readonly ok: false;
  readonly error: QmpError;
  /** Too many clients wait already: worth another try. */
  readonly crowded: boolean;
}

async function tryConnect(
  path: string,
  options: QmpOptions,
  timeoutMs: number,
  deadline: number,
): Promise<{ readonly ok: true; readonly value: QmpClient } | Refusal> {
  const socket = connect(path);
  const talk = conversation(socket, options, timeoutMs);
  let crowded = false;
  const closed = new Promise<string>((resolve) => {
    let why = "QEMU closed the connection";
    socket.on("error", (error: NodeJS.ErrnoException) => {
      why = error.message;
      crowded = error.code === "EAGAIN";
    });
    socket.once("close", () => {
      talk.end(why);
      resolve(why);
    });
  });

  let timer: NodeJS.Timeout | undefined;
  const greeting = await Promise.race([
    talk.greeted.then(() => ({ ok: true }) as const),
    closed.then((why) => failure("lost", null, why)),
    new Promise<ReturnType<typeof failure>>((resolve) => {
      const left = Math.max(1, deadline - Date.now());
      timer = setTimeout(() => resolve(failure("timeout", null, "no greeting in time")), left);
    }),
  ]);
  clearTimeout(timer);
  const negotiated = greeting.ok
    ? await talk.execute("qmp_capabilities", {}, Math.max(1, deadline - Date.now()))
    : greeting;
  if (!negotiated.ok) {
    talk.end("given up");
    return { ...negotiated, crowded };
  }
  void closed.then(() => options.onClose?.());
  return { ok: true, value: { execute: talk.execute, close: () => talk.end("closed") } };
}

/**
 * Connects to a QMP socket, waits for the greeting and negotiates. QEMU serves one client a
 * socket: a second one is connected by the kernel, but hears nothing until the first has gone,
 * which ends here as `timeout`. More than two are turned away by the kernel (QEMU listens with a
 * backlog of one) and try again here until the time is over.
 */
export async function connectQmp(
  path: string,
  options: QmpOptions = {},
): Promise<QmpResult<QmpClient>> {
  const timeoutMs = options.timeoutMs ?? 3000;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const attempt = await tryConnect(path, options, timeoutMs, deadline);
    if (attempt.ok) return attempt;
    if (!attempt.crowded || Date.now() >= deadline) return { ok: false, error: attempt.error };
    await delay(5);
  }
}

/** Asks one thing over a connection of its own, so that the socket is free again at once. */
export async function askQmp(
  path: string,
  command: string,
  args: Readonly<Record<string, unknown>> = {},
  timeoutMs = 3000,
): Promise<QmpResult> {
  const connected = await connectQmp(path, { timeoutMs });
  if (!connected.ok) return connected;
  const result = await connected.value.execute(command, args, timeoutMs);
  connected.value.close();
  return result;
}
