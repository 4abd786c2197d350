import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { type BrowserWindow, MessageChannelMain } from "electron";
import type { Paths } from "../../adapters/files/paths.ts";
import { portWire } from "../../contract/channels/names.ts";
import { mostClipboardText } from "../../contract/channels/table.ts";
import { parseReference } from "../../contract/computer/far-machine.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import type { FarMachines } from "../../services/computer/far-machines.ts";
import { createConsoles } from "../../services/machine/console/consoles.ts";
import { copyPicture, readClipboard } from "./clipboard.ts";
import { tieConsole } from "./console-line.ts";
import { chooseFile } from "./file-dialog.ts";
import type { Handlers } from "./ipc.ts";

/** Creates the handlers of consoles in windows. */
export function consoleHandlers(parts: {
  readonly paths: Paths;
  readonly far: Pick<FarMachines, "openConsole">;
  readonly dashboard: () => BrowserWindow | null;
}): Pick<Handlers, "console.open" | "console.picture" | "clipboard.read"> {
  const openConsole = createConsoles(parts);
  return {
    "console.open": async ({ id, console }, asker) => {
      const opened =
        parseReference(id) === null
          ? await openConsole(id, console)
          : await parts.far.openConsole(id, console);
      if (!opened.ok) return opened;
      const { port1, port2 } = new MessageChannelMain();
      tieConsole(port1, opened.value);
      const port = randomUUID();
      asker.postMessage(portWire, port, [port2]);
      return ok({ port });
    },
    "console.picture": async ({ name, png, to }) => {
      if (to === "file") return savePicture(parts.dashboard(), name, png);
      return (await copyPicture(new Uint8Array(png)))
        ? ok(true)
        : fail("input-invalid", { field: "", wrong: "picture", text: "PNG", limit: "" });
    },
    "clipboard.read": async () => ok(await readClipboard(mostClipboardText)),
  };
}

async function savePicture(
  owner: BrowserWindow | null,
  name: string,
  png: Uint8Array,
): Promise<Result<boolean>> {
  const filePath = await chooseFile(owner, `${name}.png`, { name: "PNG", extension: "png" });
  if (filePath === null) return ok(false);
  try {
    await writeFile(filePath, png);
    return ok(true);
  } catch (error) {
    return { ok: false, error: fileError(basename(filePath), error) };
  }
}
