import type { ErrorCode } from "../../../electron/contract/errors/app-error.ts";
import type { FormField } from "../../../electron/contract/machine/hardware.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { freeName } from "../../free-name.ts";
import { checkAddress, useChecked } from "../../hooks/use-checked.ts";
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
import { nameOfFile } from "./name-of-file.ts";
import type { Proposal } from "./proposal.ts";
import { placeRefusal, useMachineDraft } from "./use-machine-draft.ts";

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

/** Holds the draft of a new machine; its file proposes its name. */
export function useNewMachine(from: Origin, proposal: Proposal) {
  const { machines } = useAppState();
  const words = useWords();
  const { create } = words.ui;
  const form = useMachineDraft(emptyDraft);
  const { sending, wrong, change } = form;
  const taken = machines.map(({ name }) => name);
  const file = from === "cd" ? form.draft.cdrom : from === "file" ? form.draft.disk : "";
  const draft = {
    ...form.draft,
    name: form.shown("name", freeName(nameOfFile(file), taken)),
    address: form.shown("address", proposal.address ?? ""),
  };
  const addressFault = useChecked(draft.address, checkAddress);

  // The form asks for one file only: the disk, or the CD.
  const refusedField = (code: ErrorCode) => {
    const field = fieldOfError(code);
    return field === "disk" && from === "cd" ? "cdrom" : field;
  };
  const refused = placeRefusal(sending.refusal, refusedField);

  function errorAt(field: Field): string | undefined {
    if (field === "name" && taken.includes(draft.name)) return create.nameTaken;
    if (wrong.has(field)) return fieldHelp(field, proposal, words);
    const told =
      refused.field === field ? sending.refusal : field === "address" ? addressFault : null;
    return told === null ? undefined : errorLine(words, told);
  }

  /** Makes the machine; null if main or the form refused. */
  async function make() {
    const prepared = prepare(draft, proposal, from);
    sending.forget();
    if (!("wrong" in prepared)) return form.send(prepared.ask);
    form.refuse(prepared.wrong);
    return null;
  }

  const shared = (field: Field) => ({
    error: errorAt(field),
    value: draft[field],
    onChange: change(field),
  });

  return {
    form: sending.form,
    isBusy: sending.isBusy,
    /** The refusal that belongs to no field; null if there is none. */
    generalRefusal: refused.general,
    draft,
    isWrong: (field: Field) => wrong.has(field),
    errorAt,
    change,
    at: (field: Field, label: string, hint?: string) => ({
      ...{ name: field, label, hint },
      ...shared(field),
    }),
    setting: (field: FormField) => ({ field, limits: proposal, ...shared(field) }),
    make,
  };
}
