/** All pictures of the gallery, in their order. */
import { computerShots } from "./shots-computers.mjs";
import { machineShots } from "./shots-machine.mjs";
import { machinesShots } from "./shots-machines.mjs";
import { newShots } from "./shots-new.mjs";
import { pagesShots } from "./shots-pages.mjs";
import { popoverShots } from "./shots-popover.mjs";

/** @type {readonly import("./shot-parts.mjs").Shot[]} */
export const shots = [
  ...popoverShots,
  ...machinesShots,
  ...machineShots,
  ...newShots,
  ...pagesShots,
  ...computerShots,
];
