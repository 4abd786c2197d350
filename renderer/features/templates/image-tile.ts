import type {
  CatalogueEntry,
  TemplateFile,
  TemplateView,
} from "../../../electron/contract/template/template.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import type { Tile } from "../../components/Tiles.tsx";

/** The part of a template on this computer that a tile needs. */
interface Here extends Pick<TemplateView, "bytes"> {
  readonly definition: Pick<TemplateFile, "source">;
}

/** Returns the words under a template's name: how much is on this computer already. */
export function hereWords(
  { bytes }: Pick<TemplateView, "bytes">,
  { templates, unit }: Words["ui"],
) {
  return templates.here(unit.size(bytes));
}

/**
 * Returns the tile of an image: its name, and below it the code name and who publishes it, or its
 * size if it was downloaded before. The size of another is known once its server has told it.
 */
export function tileOfImage(
  { id, name, url }: CatalogueEntry,
  templates: readonly Here[],
  ui: Words["ui"],
): Tile<string> {
  const [, title = name, codeName] = /^(.*?)(?: \((.*)\))?$/.exec(name) ?? [];
  const here = templates.find(
    ({ definition: { source } }) => source.kind === "download" && source.url === url,
  );
  const origin = here === undefined ? new URL(url).host : hereWords(here, ui);
  return {
    value: id,
    title,
    detail: codeName === undefined ? origin : `${codeName} · ${origin}`,
  };
}
