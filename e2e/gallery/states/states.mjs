/** All states that the gallery shows, by name. */
import { appStates } from "./app.mjs";
import { farStates } from "./far.mjs";
import { machineStates } from "./machines.mjs";
import { networkStates } from "./network.mjs";
import { templateStates } from "./templates.mjs";

/** @type {Readonly<Record<string, import("../../../electron/contract/app/state.ts").AppState>>} */
export const states = {
  ...appStates,
  ...farStates,
  ...machineStates,
  ...networkStates,
  ...templateStates,
};
