import { useEffect, useState } from "react";
import type { CatalogueEntry } from "../../../electron/contract/template/template.ts";
import { bridge } from "../../bridge.ts";

/** Returns the images that can be downloaded; none until main has answered. */
export function useCatalogue(): readonly CatalogueEntry[] {
  const [catalogue, setCatalogue] = useState<readonly CatalogueEntry[]>([]);
  useEffect(() => {
    void bridge.call("template.catalogue", undefined).then((answer) => {
      if (answer.ok) setCatalogue(answer.value);
    });
  }, []);
  return catalogue;
}
