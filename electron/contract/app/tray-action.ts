import * as v from "valibot";
import { ipv4AddressSchema } from "../base/primitives.ts";
import { machineReferenceSchema } from "../computer/far-machine.ts";
import type { MachineAction } from "../machine/machine-actions.ts";
import { uplinkChoiceSchema } from "../uplink/choice.ts";
import { dashboardRouteSchema } from "./route.ts";

/** The actions that a menu offers for a machine: those that lose no data, and the forced stop. */
export const menuRequests = [
  "resume",
  "start",
  "stop",
  "restart",
  "suspend",
  "kill",
] as const satisfies readonly MachineAction[];
export type MenuRequest = (typeof menuRequests)[number];

/** The action of an item of the tray's menu, or of GNOME's quick settings. */
export const trayActionSchema = v.variant("do", [
  v.strictObject({ do: v.literal("lan"), on: v.boolean() }),
  v.strictObject({ do: v.literal("uplink"), choice: uplinkChoiceSchema }),
  v.strictObject({
    do: v.literal("machine"),
    wish: v.picklist(menuRequests),
    id: machineReferenceSchema,
  }),
  v.strictObject({ do: v.literal("copy"), text: ipv4AddressSchema }),
  v.strictObject({ do: v.literal("terminal"), id: machineReferenceSchema }),
  v.strictObject({ do: v.literal("popover") }),
  v.strictObject({ do: v.literal("dashboard"), place: dashboardRouteSchema }),
  v.strictObject({ do: v.literal("quit") }),
]);
export type TrayAction = v.InferOutput<typeof trayActionSchema>;
