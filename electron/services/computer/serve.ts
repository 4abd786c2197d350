import * as v from "valibot";
import type { Language } from "../../contract/base/languages.ts";
import {
  type FarMachine,
  type FarNeeds,
  type FarNews,
  type ServeMessage,
  type ServeRequest,
  serveProtocol,
  serveRequestSchema,
} from "../../contract/computer/serve.ts";
import type { Undecided } from "./move/settle.ts";

/** The parts that answer another computer. */
export interface ServeParts {
  readonly version: string;
  readonly machines: () => Promise<readonly FarMachine[]>;
  /** The machines once they differ from those of the answer with this number. */
  readonly news: (since: number | null) => Promise<FarNews>;
  readonly needs: () => Promise<FarNeeds>;
  /** Whether a machine has arrived by a move; if not, it never will by that one. */
  readonly arrived: (move: Undecided) => Promise<boolean>;
  /** The machines that were given up for a computer that fetched them. */
  readonly leaving: () => Promise<readonly Undecided[]>;
  /** Ends the move of one of these; false: it cannot be ended now. */
  readonly settle: (move: Undecided, arrived: boolean) => Promise<boolean>;
  /** The last lines of a machine's log; throws without that machine. */
  readonly log: (machine: string) => Promise<readonly string[]>;
  readonly command: (
    words: readonly string[],
    language: Language,
    hear: (to: "stdout" | "stderr", text: string) => void,
  ) => Promise<number>;
  readonly send: (line: string) => void;
  /** Takes lines until the other side is gone; false: this one was not a request. */
  readonly followLines: (take: (line: string) => boolean) => Promise<void>;
}

type Asked = Exclude<ServeRequest, { readonly ask: "alive" }>;

/** Answers another computer of the same user's, which has come by ssh, until that goes. */
export function serveComputer(parts: ServeParts): Promise<void> {
  const tell = (message: ServeMessage) => parts.send(JSON.stringify(message));
  parts.send(JSON.stringify({ virtray: parts.version, protocol: serveProtocol }));
  return parts.followLines((line) => {
    const request = readRequest(line);
    if (request === null) return false;
    if (request.ask !== "alive") void answer(parts, request, tell);
    return true;
  });
}

function readRequest(line: string): ServeRequest | null {
  try {
    const parsed = v.safeParse(serveRequestSchema, JSON.parse(line));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

async function answer(
  parts: ServeParts,
  request: Asked,
  tell: (message: ServeMessage) => void,
): Promise<void> {
  const { id } = request;
  try {
    tell({ id, value: await workOut(parts, request, tell) });
  } catch {
    tell({ id, failed: "internal" });
  }
}

function workOut(
  parts: ServeParts,
  request: Asked,
  tell: (message: ServeMessage) => void,
): Promise<unknown> {
  switch (request.ask) {
    case "machines":
      return parts.machines();
    case "news":
      return parts.news(request.since);
    case "log":
      return parts.log(request.machine);
    case "needs":
      return parts.needs();
    case "arrived":
      return parts.arrived(request);
    case "leaving":
      return parts.leaving();
    case "settle":
      return parts.settle(request, request.arrived);
    case "command":
      return parts.command(request.words, request.language, (to, text) => {
        if (text !== "") tell({ id: request.id, to, text });
      });
  }
}
