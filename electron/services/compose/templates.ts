import * as v from "valibot";
import catalogue from "../../../assets/catalogue.json" with { type: "json" };
import { ownHome, userName } from "../../adapters/process/this-user.ts";
import { guestUserSchema } from "../../contract/base/primitives.ts";
import { catalogueFileSchema } from "../../contract/template/template.ts";
import type { TemplatesService } from "../base/template-interfaces.ts";
import { createTemplatesService } from "../template/service.ts";
import type { Foundation } from "./foundation.ts";
import { machinesParts } from "./machines.ts";

/** Creates the templates' use cases, wired to the real adapters. */
export function createTemplates(foundation: Foundation): TemplatesService {
  const own = v.safeParse(guestUserSchema, userName());
  return createTemplatesService({
    ...machinesParts(foundation),
    warmChoice: async () => (await foundation.settings.read()).warmTemplates,
    templatesFolder: async () => (await foundation.settings.read()).templatesFolder,
    catalogue: v.parse(catalogueFileSchema, catalogue).images,
    home: ownHome(),
    loginName: own.success ? own.output : "user",
  });
}
