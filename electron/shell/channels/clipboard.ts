import * as electron from "electron";

/** The clipboard of older Electron, which has no `write`. */
interface OlderClipboard {
  readonly writeImage?: (image: electron.NativeImage) => void;
}

/** Returns the clipboard's text, or its first `most` characters. */
export async function readClipboard(most: number): Promise<string> {
  // Older versions return the text itself, newer ones a promise.
  return (await electron.clipboard.readText()).slice(0, most);
}

/** Puts a picture (PNG) into the clipboard; false if the data is not a PNG. */
export async function copyPicture(png: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const image = electron.nativeImage.createFromBuffer(Buffer.from(png));
  if (image.isEmpty()) return false;
  const older = electron.clipboard as OlderClipboard;
  if (older.writeImage !== undefined) older.writeImage(image);
  else {
    const item = new electron.ClipboardItem({ "image/png": new Blob([png]) });
    await electron.clipboard.write([item]);
  }
  return true;
}
