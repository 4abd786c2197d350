import * as v from "valibot";
import { formed } from "../base/formed.ts";
import type { FarMachine } from "./serve.ts";

/**
 * A machine of this computer by its ID, or one of another computer by a reference: the name by which that was
 * added here, a colon, and the machine's ID there. So no other computer can name a machine here.
 */
export const machineReferenceSchema = formed(
  "id",
  v.pipe(
    v.string(),
    v.regex(
      /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?:)?[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
  ),
);

/** Returns the reference to a machine of another computer. */
export function farReference(computer: string, id: string): string {
  return `${computer}:${id}`;
}

/** Parses a reference; null for a machine of this computer. */
export function parseReference(
  reference: string,
): { readonly computer: string; readonly id: string } | null {
  const [computer = "", id] = reference.split(":");
  return id === undefined ? null : { computer, id };
}

/** A machine of another computer as the interface shows it; its `id` is the reference to it. */
export interface FarMachineView extends FarMachine {
  readonly computer: string;
  /** Since when its computer has not been reached, in ms since the epoch; null while it is. */
  readonly unheardSince: number | null;
}

/** Returns the name by which commands here know a machine of another computer. */
export function farName({ computer, name }: Pick<FarMachineView, "computer" | "name">): string {
  return `${computer}/${name}`;
}

/** Returns whether a machine is one of another computer. */
export function isFar<M extends object>(machine: M | FarMachineView): machine is FarMachineView {
  return "computer" in machine;
}

/** Returns the machines whose status is known now: not those of computers that are not reached. */
export function knownOf<M extends object>(machines: readonly M[]): readonly M[] {
  return machines.filter((machine) => !isFar(machine) || machine.unheardSince === null);
}
