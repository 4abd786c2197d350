import { type FormEvent, type RefObject, useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { FormField, HostMost } from "../../../electron/contract/machine/hardware.ts";
import { settingIn } from "../../../electron/contract/machine/hardware-values.ts";
import type { MachineFile, MachineView } from "../../../electron/contract/machine/machine.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { checkAddress, useChecked } from "../../components/use-checked.ts";
import { useSending } from "../../components/use-sending.ts";
import {
  draftOf,
  fieldHelp,
  type HardwareDraft,
  settingOfError,
} from "../machine/hardware-draft.ts";
import { isChanged, readChange } from "./machine-settings.ts";

interface HardwareFormState {
  readonly element: RefObject<HTMLFormElement | null>;
  readonly draft: HardwareDraft;
  readonly isBusy: boolean;
  readonly isSaved: boolean;
  readonly hasChanged: boolean;
  /** The refusal that belongs to no field; null if there is none. */
  readonly refusal: AppError | null;
  errorAt(field: FormField): string | undefined;
  change(field: FormField): (value: string) => void;
  discard(): void;
  submit(event: FormEvent): Promise<void>;
}

/** Holds the typed hardware of a machine, what is wrong with it, and its saving. */
export function useHardwareForm(machine: MachineView, limits: HostMost): HardwareFormState {
  const words = useWords();
  const [typed, setTyped] = useState<Partial<HardwareDraft>>({});
  const [saved, setSaved] = useState<{ over: MachineFile; now: MachineFile } | null>(null);
  const [wrong, setWrong] = useState<ReadonlySet<FormField>>(new Set());
  const sending = useSending();
  const { isBusy, refusal } = sending;

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

  const change = (field: FormField) => (value: string) => {
    setTyped((now) => ({ ...now, [field]: value }));
    setWrong((now) => new Set([...now].filter((other) => other !== field)));
    setSaved(null);
    sending.forget();
  };

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

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!hasChanged) return;
    const read = readChange(draft, before, limits);
    sending.forget();
    if ("wrong" in read) {
      setWrong(read.wrong);
      return sending.leadToWrong();
    }
    const over = machine.definition;
    const { id } = machine;
    const set = await sending.send(() => bridge.call("machine.set", { id, change: read.change }));
    if (!set.ok) return;
    discard();
    setSaved({ over, now: set.value });
  }

  return {
    element: sending.form,
    ...{ draft, isBusy, hasChanged, errorAt, change, discard, submit },
    isSaved: saved !== null,
    refusal: refused === null ? refusal : null,
  };
}
