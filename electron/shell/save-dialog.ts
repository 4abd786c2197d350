import {
  type BrowserWindow,
  dialog,
  type MessageBoxOptions,
  type SaveDialogOptions,
} from "electron";

/** Has the user name a file to be written, asking before one is replaced; null: none was named. */
export async function chooseFile(
  owner: BrowserWindow | null,
  defaultPath: string,
  filter: { readonly name: string; readonly extension: string },
): Promise<string | null> {
  const options: SaveDialogOptions = {
    defaultPath,
    filters: [{ name: filter.name, extensions: [filter.extension] }],
    properties: ["showOverwriteConfirmation"],
  };
  const { filePath } = await (owner === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(owner, options));
  return filePath === "" ? null : filePath;
}

/** Asks a question that is answered by doing or by leaving it; Escape and closing leave it. */
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
