import { createConnection } from "node:net";
import * as v from "valibot";
import type { Rectangle } from "../../core/app/popover-position.ts";
import type { Screen } from "../../core/app/window-system.ts";

/** Begins each message; the length and the kind follow, in the computer's byte order (sway-ipc(7)). */
const magic = "i3-ipc";
const headLength = magic.length + 8;
const kinds = { command: 0, workspaces: 1, outputs: 3, tree: 4 } as const;

/** The time limit for sway, which answers within milliseconds, in ms. */
const longestAnswer = 500;

const rectangleSchema = v.object({
  x: v.number(),
  y: v.number(),
  width: v.number(),
  height: v.number(),
});
const workspacesSchema = v.array(
  v.object({ focused: v.boolean(), output: v.string(), rect: rectangleSchema }),
);
const outputsSchema = v.array(v.object({ name: v.string(), rect: rectangleSchema }));

/** A container of the tree, as far as it is read. */
interface Container {
  readonly pid?: number | undefined;
  readonly rect: Rectangle;
  readonly nodes: readonly Container[];
  readonly floating_nodes: readonly Container[];
}

const containerSchema: v.GenericSchema<unknown, Container> = v.object({
  pid: v.optional(v.number()),
  rect: rectangleSchema,
  nodes: v.array(v.lazy(() => containerSchema)),
  floating_nodes: v.array(v.lazy(() => containerSchema)),
});

/** The requests to sway that the app needs. */
export interface Sway {
  /** The screen that the user works on, in its own units; null if sway does not say. */
  focusedScreen(): Promise<Screen | null>;
  /** Returns where a process's floating window is; null if sway shows none, or does not say. */
  floatingWindow(pid: number): Promise<Rectangle | null>;
  /** Has it carry out a line of its configuration language. */
  command(line: string): Promise<void>;
}

/** Talks to the sway that listens at a socket; each question has a connection of its own. */
export function createSway(socket: string): Sway {
  async function read<S extends v.GenericSchema>(kind: number, schema: S) {
    const answer = await ask(socket, kind, "");
    const parsed = v.safeParse(schema, answer);
    return parsed.success ? parsed.output : null;
  }

  return {
    async focusedScreen() {
      const [spaces, screens] = await Promise.all([
        read(kinds.workspaces, workspacesSchema),
        read(kinds.outputs, outputsSchema),
      ]);
      const space = spaces?.find(({ focused }) => focused);
      const screen = screens?.find(({ name }) => name === space?.output);
      if (space === undefined || screen === undefined) return null;
      return { bounds: screen.rect, workArea: space.rect };
    },
    async floatingWindow(pid) {
      const tree = await read(kinds.tree, containerSchema);
      return tree === null ? null : (floatingBelow(tree, pid)?.rect ?? null);
    },
    command: async (line) => void (await ask(socket, kinds.command, line)),
  };
}

function floatingBelow({ nodes, floating_nodes }: Container, pid: number): Container | undefined {
  const here = floating_nodes.find((each) => each.pid === pid);
  if (here !== undefined) return here;
  for (const below of nodes) {
    const found = floatingBelow(below, pid);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Sends one message, and gives the answer's JSON; null if there is none. */
function ask(path: string, kind: number, payload: string): Promise<unknown> {
  const message = Buffer.alloc(headLength + Buffer.byteLength(payload));
  message.write(magic, 0, "latin1");
  message.writeUInt32LE(Buffer.byteLength(payload), magic.length);
  message.writeUInt32LE(kind, magic.length + 4);
  message.write(payload, headLength);
  return new Promise((resolve) => {
    const socket = createConnection({ path });
    let heard = Buffer.alloc(0);
    const end = (answer: unknown) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(longestAnswer, () => end(null));
    socket.on("error", () => end(null));
    socket.on("end", () => end(null));
    socket.on("data", (data) => {
      heard = Buffer.concat([heard, data]);
      if (heard.length < headLength) return;
      const length = heard.readUInt32LE(magic.length);
      if (heard.length >= headLength + length) end(parse(heard.subarray(headLength)));
    });
    socket.write(message);
  });
}

function parse(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString());
  } catch {
    return null;
  }
}
