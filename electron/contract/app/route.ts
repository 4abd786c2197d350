import * as v from "valibot";
import { machineIdSchema } from "../base/primitives.ts";
import { machineReferenceSchema } from "../computer/far-machine.ts";

/** The pages that the dashboard can show, in the order of its navigation. */
export const dashboardPages = [
  "machines",
  "new-machine",
  "templates",
  "network",
  "health",
  "settings",
] as const;
export type DashboardPage = (typeof dashboardPages)[number];

/** The tabs of a machine's page. */
export const machineTabs = [
  "overview",
  "console",
  "network",
  "disks",
  "snapshots",
  "settings",
  "log",
] as const;
export type MachineTab = (typeof machineTabs)[number];

/** A page of the dashboard, with its machine and tab, which popover, tray and notices can open. */
export const dashboardRouteSchema = v.strictObject({
  page: v.picklist(dashboardPages),
  machine: v.optional(machineReferenceSchema),
  tab: v.optional(v.picklist(machineTabs)),
  /** The template of a new machine. */
  template: v.optional(machineIdSchema),
});
export type DashboardRoute = v.InferOutput<typeof dashboardRouteSchema>;

/** Returns a route as the hash of the dashboard's address, without `#`: `machines/ID/console`. */
export function routeHash({ page, machine, tab, template }: DashboardRoute): string {
  return [page, machine ?? template, tab].filter((part) => part !== undefined).join("/");
}

/** Parses the text of `routeHash`; returns the list of machines if it cannot be read. */
export function parseRouteHash(hash: string): DashboardRoute {
  const [page, machine, tab] = hash.replace(/^#/, "").split("/");
  const read = v.safeParse(dashboardRouteSchema, {
    page,
    ...(machine === undefined ? {} : page === "new-machine" ? { template: machine } : { machine }),
    ...(tab === undefined ? {} : { tab }),
  });
  return read.success ? read.output : { page: "machines" };
}
