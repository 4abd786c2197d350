import * as v from "valibot";

/** The window system that the app draws by: `auto` suits the desktop best. */
export const windowSystemChoiceSchema = v.picklist(["auto", "wayland", "x11"]);
export type WindowSystemChoice = v.InferOutput<typeof windowSystemChoiceSchema>;
export type WindowSystem = Exclude<WindowSystemChoice, "auto">;

/** The window system that the app runs on now, and whether the session has both to choose from. */
export interface WindowSystemStanding {
  readonly now: WindowSystem;
  readonly isChoice: boolean;
}
