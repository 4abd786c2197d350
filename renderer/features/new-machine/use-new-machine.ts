import { useState } from "react";
import type { ErrorCode } from "../../../electron/contract/errors/app-error.ts";
import type { FormField } from "../../../electron/contract/machine/hardware.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { checkAddress, useChecked } from "../../components/use-checked.ts";
import { useSending } from "../../components/use-sending.ts";
import {
  type Draft,
  emptyDraft,
  type Field,
  fieldHelp,
  fieldOfError,
  type Origin,
  readDraft,
  readInstallation,
} from "../machine/hardware-draft.ts";
import type { Proposal } from "./proposal.ts";

/** Returns the call that makes the machine of a draft, or the fields that are wrong. */
function prepare(draft: Draft, limits: Proposal, from: Origin) {
  if (from === "cd") {
    const read = readInstallation(draft, limits);
    return "wrong" in read ? read : { ask: () => bridge.call("machine.install", read.request) };
  }
  const read = readDraft(draft, limits, from);
  return "wrong" in read ? read : { ask: () => bridge.call("machine.add", read.request) };
}

/** The draft of a machine without a template, its errors, and the call that makes it. */
export type NewMachine = ReturnType<typeof useNewMachine>;

/** Holds the draft of a new machine; the error of a field stays until the field changes. */
export function useNewMachine(from: Origin, proposal: Proposal) {
  const { machines } = useAppState();
  const words = useWords();
  const { create } = words.ui;
  const [typed, setDraft] = useState<Draft>(emptyDraft);
  const [ownAddress, setOwnAddress] = useState(false);
  const [wrong, setWrong] = useState<ReadonlySet<Field>>(new Set());
  const sending = useSending();
  const { refusal } = sending;

  const draft = ownAddress ? typed : { ...typed, address: proposal.address ?? "" };
  const addressFault = useChecked(draft.address, checkAddress);

  // The form asks for one file only: the disk, or the CD.
  const refusedField = (code: ErrorCode) => {
    const field = fieldOfError(code);
    return field === "disk" && from === "cd" ? "cdrom" : field;
  };
  const refused = refusal === null ? null : refusedField(refusal.code);

  const change = (field: Field) => (value: string) => {
    if (field === "address") setOwnAddress(true);
    setDraft((now) => ({ ...now, [field]: value }));
    setWrong((now) => new Set([...now].filter((other) => other !== field)));
    if (refused === field) sending.forget();
  };

  function errorAt(field: Field): string | undefined {
    if (field === "name" && machines.some(({ name }) => name === draft.name)) {
      return create.nameTaken;
    }
    if (wrong.has(field)) return fieldHelp(field, proposal, words);
    const told = refused === field ? refusal : field === "address" ? addressFault : null;
    return told === null ? undefined : errorLine(words, told);
  }

  /** Makes the machine; null if main or the form refused. */
  async function make(): Promise<string | null> {
    const prepared = prepare(draft, proposal, from);
    sending.forget();
    if ("wrong" in prepared) {
      setWrong(prepared.wrong);
      sending.leadToWrong();
      return null;
    }
    const made = await sending.send(prepared.ask);
    return made.ok ? made.value.id : null;
  }

  const at = (field: Field, label: string, hint?: string) => ({
    name: field,
    label,
    hint,
    error: errorAt(field),
    value: draft[field],
    onChange: change(field),
  });

  const setting = (field: FormField) => ({
    field,
    limits: proposal,
    error: errorAt(field),
    value: draft[field],
    onChange: change(field),
  });

  return {
    form: sending.form,
    isBusy: sending.isBusy,
    /** The refusal that belongs to no field; null if there is none. */
    generalRefusal: refused === null ? refusal : null,
    draft,
    isWrong: (field: Field) => wrong.has(field),
    errorAt,
    change,
    at,
    setting,
    make,
  };
}
