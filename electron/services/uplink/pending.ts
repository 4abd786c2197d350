import type { UplinkUndo } from "../../contract/app/state.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { UplinkState } from "../../contract/lan/network.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { sameChoice } from "../../core/uplink/choice.ts";
import type { ChosenBy } from "../base/interfaces.ts";
import { createTimedOffer, undoMs } from "../base/timed-offer.ts";

/** The LAN (`null`), or the machine with this id. */
type Subject = string | null;

/** The parts that requests for uplinks need from their state. */
export interface PendingUplinksParts {
  /** Returns the present choice of the LAN or a machine; null for a machine without its own. */
  readonly current: (subject: Subject) => UplinkChoice | null;
  /** Carries out a request, and returns its error. */
  readonly carryOut: (
    subject: Subject,
    choice: UplinkChoice | null,
    by: ChosenBy,
  ) => Promise<Result<void>>;
  /** Reads the state again; ends when it is known. */
  readonly learn: (subject: Subject) => Promise<void>;
  /** Called when something that is shown has changed. */
  readonly show: () => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Choices of uplinks: shown at once, carried out, and for a while undone by a click. */
export interface PendingUplinks {
  choose(subject: Subject, choice: UplinkChoice | null, by?: ChosenBy): Promise<Result<void>>;
  /** Undoes the last request; does nothing once its time is over. */
  undo(): Promise<Result<void>>;
  /** Returns the choice that can be undone now; null if there is none. */
  undoable(): UplinkUndo | null;
  /** Returns the state as it will be once all requests are carried out. */
  foresee(uplink: UplinkState): UplinkState;
  foreseeMachine(machine: MachineView): MachineView;
  close(): void;
}

/** Creates the list of pending choices, empty at first. */
export function createPendingUplinks(parts: PendingUplinksParts): PendingUplinks {
  const desired = new Map<Subject, UplinkChoice | null>();
  const last = createTimedOffer<UplinkUndo>(parts.show);

  async function carryOut(
    subject: Subject,
    choice: UplinkChoice | null,
    by: ChosenBy,
  ): Promise<Result<void>> {
    desired.set(subject, choice);
    parts.show();
    const result = await parts.carryOut(subject, choice, by);
    await parts.learn(subject);
    // A later click may have chosen something else: that one stays shown.
    if (desired.get(subject) === choice) desired.delete(subject);
    parts.show();
    return result;
  }

  return {
    async choose(subject, choice, by = "user") {
      const pending = desired.get(subject);
      const before = pending === undefined ? parts.current(subject) : pending;
      const isNew =
        before === null || choice === null ? before !== choice : !sameChoice(before, choice);
      const offered = isNew
        ? { machine: subject, choice: before, until: parts.now() + undoMs }
        : null;
      last.make(offered);
      const result = await carryOut(subject, choice, by);
      // A failed choice needs no undo.
      if (!result.ok && last.current() === offered) last.make(null);
      parts.show();
      return result;
    },
    async undo() {
      const undo = last.current();
      if (undo === null) return { ok: true, value: undefined };
      const { machine, choice } = undo;
      last.make(null);
      return carryOut(machine, choice, "user");
    },
    undoable: last.current,
    foresee(uplink) {
      const choice = desired.get(null);
      return choice === undefined || choice === null ? uplink : { ...uplink, choice };
    },
    foreseeMachine(machine) {
      const choice = desired.get(machine.id);
      if (choice === undefined) return machine;
      const { uplink: _former, ...network } = machine.definition.network;
      return {
        ...machine,
        definition: {
          ...machine.definition,
          network: choice === null ? network : { ...network, uplink: choice },
        },
      };
    },
    close: () => last.make(null),
  };
}
