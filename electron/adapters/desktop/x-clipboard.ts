import type { SelectionRequest } from "x11";
import { connectXServer, type XServer } from "./x-server.ts";

/** The type of properties that are atoms (Xatom.h). */
const atomType = 4;
/** A window of this class is never drawn (X.h, InputOnly), and one of depth 0 has its parent's. */
const [inputOnly, sameDepth] = [2, 0] as const;
/** Stands for no property in the answer to a request that is refused (X.h, None). */
const none = 0;

/**
 * Creates the function that puts a text into the clipboard of an X server, and tells whether the
 * server has taken it. The connection stays until another program owns the clipboard. A Wayland
 * compositor that shares XWayland's clipboard at any time, as GNOME's does, then has the text, too.
 */
export function createXClipboard(displayName: string): (text: string) => Promise<boolean> {
  let former: XServer | null = null;
  return async (text) => {
    former?.close();
    const server = connectXServer(displayName);
    former = server;
    return own(server, text);
  };
}

async function own(server: XServer, text: string): Promise<boolean> {
  const names = ["CLIPBOARD", "TARGETS", "UTF8_STRING"];
  const [clipboard, targets, utf8] = await Promise.all(names.map(server.atom));
  if (!clipboard || !targets || !utf8) return false;
  const kinds = Buffer.from(Uint32Array.of(targets, utf8).buffer);
  const contents = new Map<number, readonly [type: number, width: 8 | 32, data: Buffer]>([
    [targets, [atomType, 32, kinds]],
    [utf8, [utf8, 8, Buffer.from(text)]],
  ]);
  const isOwner = await server.use<boolean>(({ client }, root, answer) => {
    /** Hands over the text, or the kinds of it that there are (ICCCM, 2.2). */
    const give = (request: SelectionRequest) => {
      const { time, requestor, selection, target } = request;
      // Obsolete programs name no property and mean the target's.
      const property = request.property === none ? target : request.property;
      const content = contents.get(target);
      if (content !== undefined) client.ChangeProperty(0, requestor, property, ...content);
      client.SendEvent(requestor, 0, 0, {
        ...{ name: "SelectionNotify", time, requestor, selection, target },
        property: content === undefined ? none : property,
      });
    };
    client.on("event", (event) => {
      if (event.name === "SelectionRequest") give(event);
      else if (event.name === "SelectionClear") server.close();
    });
    const window = client.AllocID();
    client.CreateWindow(window, root, 0, 0, 1, 1, 0, sameDepth, inputOnly, 0, {});
    client.SetSelectionOwner(window, clipboard, 0);
    client.GetSelectionOwner(clipboard, (error, owner) => answer(error, owner === window));
  });
  return isOwner === true;
}
