import type { Settings } from "../../contract/app/settings.ts";
import type { LanView } from "../../contract/app/state.ts";
import type { UplinkState } from "../../contract/lan/network.ts";
import type { BrokenMachine, MachineView } from "../../contract/machine/machine.ts";
import type { BrokenTemplate, TemplateView } from "../../contract/template/template.ts";
import type { Services } from "../base/services.ts";

/** The state outside the program, as far as windows show it. */
export interface Truth {
  readonly lan: LanView;
  readonly uplink: UplinkState;
  readonly machines: readonly MachineView[];
  readonly broken: readonly BrokenMachine[];
  readonly templates: readonly TemplateView[];
  readonly brokenTemplates: readonly BrokenTemplate[];
  readonly settings: Settings;
}

/** The parts of the state that are read and that change together. */
export type NetworkTruth = Pick<Truth, "lan" | "uplink" | "settings">;
export type MachinesTruth = Pick<Truth, "machines" | "broken">;
export type TemplatesTruth = Pick<Truth, "templates" | "brokenTemplates">;

/** Creates the functions that read each part. */
export function truthReaders(
  { network, machines, templates }: Services,
  readSettings: () => Promise<Settings>,
) {
  return {
    async network(): Promise<NetworkTruth> {
      const [found, settings] = await Promise.all([network.read(), readSettings()]);
      return { ...found, settings };
    },
    async machines(): Promise<MachinesTruth> {
      const { machines: views, broken } = await machines.list();
      return { machines: views, broken };
    },
    async templates(): Promise<TemplatesTruth> {
      const { templates: views, broken } = await templates.list();
      return { templates: views, brokenTemplates: broken };
    },
  };
}

/** Returns which machine depends on which template, as one text to compare. */
export function clonesIn(machines: readonly MachineView[]): string {
  return machines
    .map(({ name, definition }) => `${name} ${definition.template?.id ?? ""}`)
    .join("\n");
}
