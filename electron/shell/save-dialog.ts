import { type BrowserWindow, dialog, type SaveDialogOptions } from "electron";

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
