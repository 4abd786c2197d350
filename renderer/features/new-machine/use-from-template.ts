import { useState } from "react";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { checkAddress, checkUserData, useChecked } from "../../components/use-checked.ts";
import { useSending } from "../../components/use-sending.ts";
import { freeName } from "../../free-name.ts";
import {
  type CloneDraft,
  type CloneField,
  cloneFieldHelp,
  cloneFieldOfError,
  emptyCloneDraft,
  readCloneDraft,
  type TemplateField,
} from "./from-template.ts";
import type { Proposal } from "./proposal.ts";

/** Holds the draft of a machine from a template; proposals fill the name and address until typed. */
export function useFromTemplate(wanted: string | undefined, proposal: Proposal) {
  const { machines, templates } = useAppState();
  const words = useWords();
  const { create, unit } = words.ui;
  const [draft, setDraft] = useState<CloneDraft>(emptyCloneDraft);
  const [typed, setTyped] = useState<ReadonlySet<CloneField>>(new Set());
  const [keys, setKeys] = useState<readonly string[]>([]);
  const [wrong, setWrong] = useState<ReadonlySet<CloneField>>(new Set());
  const sending = useSending();
  const { refusal } = sending;

  const usable = templates.filter(({ problem }) => problem === null);
  const template = usable.find(({ id }) => id === (draft.template || wanted)) ?? usable[0];
  const taken = machines.map(({ name }) => name);
  const filled: CloneDraft = {
    ...draft,
    template: template?.id ?? "",
    name: typed.has("name") ? draft.name : freeName(template?.name ?? "", taken),
    address: typed.has("address") ? draft.address : (proposal.address ?? ""),
  };
  const addressFault = useChecked(filled.address, checkAddress);
  const userDataFault = useChecked(draft.userData, checkUserData);
  const leastSize = unit.size(template?.virtualBytes ?? 0);
  const refused = refusal === null ? null : cloneFieldOfError(refusal.code);

  const change = (field: CloneField) => (value: string) => {
    setDraft((now) => ({ ...now, [field]: value }));
    setTyped((now) => new Set([...now, field]));
    sending.forget();
    setWrong((now) => new Set([...now].filter((other) => other !== field)));
  };

  function errorAt(field: CloneField): string | undefined {
    if (field === "name" && taken.includes(filled.name)) return create.nameTaken;
    if (wrong.has(field)) return cloneFieldHelp(field, proposal, leastSize, words);
    const fault = field === "address" ? addressFault : field === "userData" ? userDataFault : null;
    const told = refused === field ? refusal : fault;
    return told === null ? undefined : errorLine(words, told);
  }

  /** Makes the machine; null if main or the form refused. */
  async function make(): Promise<string | null> {
    sending.forget();
    const read = readCloneDraft(filled, keys, template, proposal);
    if ("wrong" in read) {
      setWrong(read.wrong);
      sending.leadToWrong();
      return null;
    }
    const made = await sending.send(() => bridge.call("machine.create", read.request));
    return made.ok ? made.value.id : null;
  }

  const at = (name: CloneField, label: string, hint?: string) => ({
    name,
    label,
    hint,
    error: errorAt(name),
    value: filled[name],
    onChange: change(name),
  });

  const setting = (field: TemplateField) => ({
    field,
    limits: proposal,
    error: errorAt(field),
    value: filled[field],
    onChange: change(field),
  });

  return {
    form: sending.form,
    isBusy: sending.isBusy,
    /** The refusal that belongs to no field; null if there is none. */
    generalRefusal: refused === null ? refusal : null,
    usable,
    template,
    leastSize,
    keys,
    setKeys,
    at,
    setting,
    make,
  };
}
