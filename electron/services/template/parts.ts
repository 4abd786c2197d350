import type { CatalogueEntry } from "../../contract/template/template.ts";
import type { MachinesParts } from "../registry/parts.ts";

/** What the templates' use cases are given by the composition. */
export interface TemplatesParts extends MachinesParts {
  readonly catalogue: readonly CatalogueEntry[];
  /** The user in a guest of which nothing is known. */
  readonly loginName: string;
  /** The user's home. */
  readonly home: string;
}
