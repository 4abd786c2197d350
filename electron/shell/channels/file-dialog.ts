import { dirname, join } from "node:path";
import {
  type BrowserWindow,
  dialog,
  type MessageBoxOptions,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from "electron";

/** Electron 43 and newer begin in the downloads folder each time, unless they get a path. */
let lastFolder: string | null = null;

/** Has the user choose an existing file or folder; null if the user cancels. */
export async function chooseExisting(
  owner: BrowserWindow | null,
  what: "openFile" | "openDirectory",
): Promise<string | null> {
  const options: OpenDialogOptions = {
    properties: [what],
    ...(lastFolder === null ? {} : { defaultPath: lastFolder }),
  };
  const { filePaths } = await (owner === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(owner, options));
  const [chosen] = filePaths;
  if (chosen === undefined) return null;
  lastFolder = dirname(chosen);
  return chosen;
}

/**
 * Has the user name a file to write, with a proposed name, and asks before one is replaced; null if
 * the user cancels.
 */
export async function chooseFile(
  owner: BrowserWindow | null,
  fileName: string,
  filter: { readonly name: string; readonly extension: string },
): Promise<string | null> {
  const options: SaveDialogOptions = {
    defaultPath: lastFolder === null ? fileName : join(lastFolder, fileName),
    filters: [{ name: filter.name, extensions: [filter.extension] }],
    properties: ["showOverwriteConfirmation"],
  };
  const { filePath } = await (owner === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(owner, options));
  if (filePath === "") return null;
  lastFolder = dirname(filePath);
  return filePath;
}

/** Asks a question that is answered by acting or by cancelling; Escape and closing cancel. */
export async function confirm(
  owner: BrowserWindow | null,
  question: {
    readonly message: string;
    readonly detail?: string;
    readonly go: string;
    readonly leave: string;
  },
): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: "warning",
    message: question.message,
    ...(question.detail === undefined ? {} : { detail: question.detail }),
    buttons: [question.leave, question.go],
    defaultId: 0,
    cancelId: 0,
  };
  const { response } = await (owner === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(owner, options));
  return response === 1;
}
