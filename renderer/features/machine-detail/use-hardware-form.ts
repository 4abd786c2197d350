import { useState } from "react";
import type { FormField, HostMost } from "../../../electron/contract/machine/hardware.ts";
import { settingIn } from "../../../electron/contract/machine/hardware-values.ts";
import type { MachineFile, MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { checkAddress, useChecked } from "../../hooks/use-checked.ts";
import { useSending } from "../../hooks/use-sending.ts";
import {
  draftOf,
  fieldHelp,
  type HardwareDraft,
  settingOfError,
} from "../machine/hardware-draft.ts";
import { isChanged, readChange } from "./machine-settings.ts";

/** Returns a function that shuts a machine down, and whether that is under way. */
function useStop(id: string) {
  const [isStopping, setStopping] = useState(false);
  const stop = async (): Promise<boolean> => {
    setStopping(true);
    const stopped = await bridge.call("machine.stop", { id });
    setStopping(false);
    return stopped.ok;
  };
  return { isStopping, stop };
}

/** Holds what was typed into a machine's hardware form, and saves it; a machine that runs is restarted. */
export function useHardwareForm(machine: MachineView, limits: HostMost) {
  const words = useWords();
  const [typed, setTyped] = useState<Partial<HardwareDraft>>({});
  const [saved, setSaved] = useState<{
    readonly over: MachineFile;
    readonly now: MachineFile;
    readonly isRestarted: boolean;
  } | null>(null);
  const [wrong, setWrong] = useState<ReadonlySet<FormField>>(new Set());
  const { isStopping, stop } = useStop(machine.id);
  const sending = useSending();
  const { refusal } = sending;

  // The saved values apply before the next state arrives.
  const definition = saved?.over === machine.definition ? saved.now : machine.definition;
  const before = draftOf((field) => settingIn(definition, field));
  const draft = { ...before, ...typed };
  const hasChanged = isChanged(draft, before);
  const addressFault = useChecked(
    draft.address.trim() === before.address ? "" : draft.address.trim(),
    checkAddress,
  );
  const refused = refusal === null ? null : settingOfError(refusal.code);

  function errorAt(field: FormField): string | undefined {
    if (wrong.has(field)) return fieldHelp(field, limits, words);
    const told = refused === field ? refusal : field === "address" ? addressFault : null;
    return told === null ? undefined : errorLine(words, told);
  }

  function discard(): void {
    setTyped({});
    setWrong(new Set());
    sending.forget();
  }

  async function submit(): Promise<void> {
    if (!hasChanged) return;
    const read = readChange(draft, before, limits);
    sending.forget();
    if ("wrong" in read) {
      setWrong(read.wrong);
      return sending.leadToWrong();
    }
    const over = machine.definition;
    const { id } = machine;
    const isRestarted = isAlive(machine.status);
    // Main tells where a stop or start fails.
    if (isRestarted && !(await stop())) return;
    const set = await sending.send(() => bridge.call("machine.set", { id, change: read.change }));
    if (isRestarted) void bridge.call("machine.start", { id });
    if (!set.ok) return;
    discard();
    setSaved({ over, now: set.value, isRestarted });
  }

  return {
    ref: sending.form,
    isBusy: isStopping || sending.isBusy,
    hasChanged,
    /** The values that were saved last; null once something else is typed. */
    saved,
    /** A refusal that belongs to no field. */
    generalRefusal: refused === null ? refusal : null,
    at: (field: FormField) => ({
      ...{ field, limits, error: errorAt(field), value: draft[field] },
      onChange: (value: string) => {
        setTyped((now) => ({ ...now, [field]: value }));
        setWrong((now) => new Set([...now].filter((other) => other !== field)));
        setSaved(null);
        sending.forget();
      },
    }),
    discard,
    submit,
  };
}
