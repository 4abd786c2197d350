import type { MachinesService, NetworkService } from "./interfaces.ts";
import type { TemplatesService } from "./template-interfaces.ts";

/** All services of one instance, wired. */
export interface Services {
  readonly network: NetworkService;
  readonly machines: MachinesService;
  readonly templates: TemplatesService;
}
