import * as v from "valibot";

/** The window system that the app draws by: `auto` chooses the best one for the desktop. */
export const windowSystemChoiceSchema = v.picklist(["auto", "wayland", "x11"]);
export type WindowSystemChoice = v.InferOutput<typeof windowSystemChoiceSchema>;
export type WindowSystem = Exclude<WindowSystemChoice, "auto">;

/** The window system that the app runs on now, and whether the session offers both. */
export interface WindowSystemStanding {
  readonly now: WindowSystem;
  readonly isChoice: boolean;
}
