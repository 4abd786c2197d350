import type { CatalogueEntry } from "../../contract/template/template.ts";
import type { WarmChoice } from "../../contract/template/warm.ts";
import type { MachinesParts } from "../registry/parts.ts";

/** The parts that the composition gives to the templates' use cases. */
export interface TemplatesParts extends MachinesParts {
  readonly catalogue: readonly CatalogueEntry[];
  /** The user in an unknown guest. */
  readonly loginName: string;
  /** Returns the folder of the images that the settings name; empty: beside their definitions. */
  readonly templatesFolder: () => Promise<string>;
  /** Returns when templates are warmed, by the settings. */
  readonly warmChoice: () => Promise<WarmChoice>;
  /** The user's home. */
  readonly home: string;
}
