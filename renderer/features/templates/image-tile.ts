import type { CatalogueEntry } from "../../../electron/contract/template/template.ts";
import type { Tile } from "../../components/Tiles.tsx";

/** Returns the tile of an image: its name, and below it the code name and who publishes it. */
export function tileOfImage({ id, name, url }: CatalogueEntry): Tile<string> {
  const [, title = name, codeName] = /^(.*?)(?: \((.*)\))?$/.exec(name) ?? [];
  const publisher = new URL(url).host;
  const detail = codeName === undefined ? publisher : `${codeName} · ${publisher}`;
  return { value: id, title, detail };
}
