import type { Result } from "../../contract/errors/app-error.ts";
import { type OnLanWish, runOnLan } from "../lan/on-lan.ts";
import type { Foundation } from "./foundation.ts";
import { machinesParts } from "./machines.ts";

/** Returns what runs a program as a member of the LAN, wired to the real adapters. */
export function createOnLan(
  foundation: Foundation,
): (wish: OnLanWish, command: readonly string[]) => Promise<Result<number>> {
  const parts = machinesParts(foundation);
  return (wish, command) => runOnLan(parts, wish, command);
}
