import { useState } from "react";
import type { CertificateFile } from "../../../electron/contract/base/handed-on.ts";
import type { CreateFromTemplate } from "../../../electron/contract/template/template.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { freeName } from "../../free-name.ts";
import { checkAddress, checkUserData, useChecked } from "../../hooks/use-checked.ts";
import {
  type CloneDraft,
  type CloneField,
  cloneFieldHelp,
  cloneFieldOfError,
  emptyCloneDraft,
  type FormTemplate,
  readCloneDraft,
  type TemplateField,
  usualMemory,
  whyBoots,
} from "./from-template.ts";
import type { Proposal } from "./proposal.ts";
import { placeRefusal, useMachineDraft } from "./use-machine-draft.ts";

/** Returns what the form shows where nobody has typed: what main would choose. */
function proposals(template: FormTemplate | undefined, taken: readonly string[], address: string) {
  return {
    name: freeName(template?.name ?? "", taken),
    address,
    memoryMiB: template === undefined ? "" : String(usualMemory(template)),
    diskBytes: String(Math.ceil((template?.virtualBytes ?? 0) / 2 ** 30)),
    user: template?.definition.user ?? "",
  };
}

/** Another computer that is to have the machine. */
export interface ComputerThere {
  readonly name: string;
  readonly templates: readonly FormTemplate[];
}

/** Has the machine made here, or there: then user data stay out, as they may be longer than a command. */
function create(there: ComputerThere | null, request: CreateFromTemplate) {
  if (there === null) return bridge.call("machine.create", request);
  const { keyFiles: _files, userData: _data, certificates: _certificates, ...rest } = request;
  return bridge.call("computer.create", { computer: there.name, ...rest });
}

/** Holds the draft of a machine from a template; proposals fill what nobody has typed. */
export function useFromTemplate(
  wanted: string | undefined,
  proposal: Proposal,
  there: ComputerThere | null,
) {
  const { machines, farMachines, templates, settings } = useAppState();
  const words = useWords();
  const form = useMachineDraft<CloneDraft>(emptyCloneDraft);
  const { draft, sending, wrong } = form;
  const [keys, setKeys] = useState<readonly string[]>([]);
  const [certificates, setCertificates] = useState<readonly CertificateFile[]>([]);
  const usable: readonly FormTemplate[] =
    there?.templates ?? templates.filter(({ problem }) => problem === null);
  const template = usable.find(({ id }) => id === (draft.template || wanted)) ?? usable[0];
  const all =
    there === null ? machines : farMachines.filter(({ computer }) => computer === there.name);
  const taken = all.map(({ name }) => name);
  const proposed = proposals(template, taken, proposal.address ?? "");
  const shown: CloneDraft = {
    ...draft,
    template: template?.id ?? "",
    name: form.shown("name", proposed.name),
    address: form.shown("address", proposed.address),
    memoryMiB: form.shown("memoryMiB", proposed.memoryMiB),
    diskBytes: form.shown("diskBytes", proposed.diskBytes),
    user: form.shown("user", proposed.user),
  };
  const faults = {
    address: useChecked(shown.address, checkAddress),
    userData: useChecked(draft.userData, checkUserData),
  };
  const leastSize = words.ui.unit.size(template?.virtualBytes ?? 0);
  const refused = placeRefusal(sending.refusal, cloneFieldOfError);

  function errorAt(field: CloneField): string | undefined {
    if (field === "name" && taken.includes(shown.name)) return words.ui.create.nameTaken;
    if (wrong.has(field)) return cloneFieldHelp(field, proposal, leastSize, words);
    const fault = field === "address" || field === "userData" ? faults[field] : null;
    const told = refused.field === field ? sending.refusal : fault;
    return told === null ? undefined : errorLine(words, told);
  }

  /** Makes the machine; null if main or the form refused. */
  async function make() {
    sending.forget();
    // A template's size is seldom a whole number of GiB, so main chooses unless another one is typed.
    const isOwnSize = shown.diskBytes !== proposed.diskBytes;
    const given = { ...shown, diskBytes: isOwnSize ? shown.diskBytes : "" };
    const chosen = {
      sshKeys: keys,
      certificates: certificates.flatMap((file) => file.certificates),
    };
    const read = readCloneDraft(given, chosen, template, proposal);
    if (!("wrong" in read)) return form.send(() => create(there, read.request));
    form.refuse(read.wrong);
    return null;
  }

  const shared = (field: CloneField) => ({
    error: errorAt(field),
    value: shown[field],
    onChange: form.change(field),
  });
  return {
    form: sending.form,
    isBusy: sending.isBusy,
    /** The refusal that belongs to no field; null if there is none. */
    generalRefusal: refused.general,
    ...{ shown, usable, template, leastSize, keys, setKeys, make },
    ...{ certificates, setCertificates },
    whyBoots:
      template === undefined || settings.warmTemplates === "never"
        ? "cold"
        : whyBoots(shown, proposed.diskBytes, template),
    at: (name: CloneField, label: string, hint?: string) => ({
      ...{ name, label, hint },
      ...shared(name),
    }),
    setting: (field: TemplateField) => ({ field, limits: proposal, ...shared(field) }),
  };
}
