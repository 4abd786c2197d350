import { bridge } from "../../bridge.ts";

/** The files and folders that a user dropped on the page. */
export interface Dropped {
  /** Absolute paths. */
  readonly paths: readonly string[];
  /** The path of the only thing that was dropped, if that is a folder; null otherwise. */
  readonly folder: string | null;
}

/** Tells whether a drag carries files of this computer. */
export function hasFiles(transfer: DataTransfer): boolean {
  return transfer.types.includes("Files");
}

/** Reads what was dropped; files that a page or program made itself have no path and are left out. */
export function readDropped(transfer: DataTransfer): Dropped {
  const found = [...transfer.items].flatMap((item) => {
    const file = item.kind === "file" ? item.getAsFile() : null;
    const path = file === null ? "" : bridge.pathOf(file);
    return path === "" ? [] : [{ path, isFolder: item.webkitGetAsEntry()?.isDirectory === true }];
  });
  const [first, ...others] = found;
  const folder = first?.isFolder === true && others.length === 0 ? first.path : null;
  return { paths: found.map(({ path }) => path), folder };
}
