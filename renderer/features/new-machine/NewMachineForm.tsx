import { ChevronRight } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { ErrorCode } from "../../../electron/contract/errors/app-error.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import { PathField } from "../../components/PathField.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";
import { checkAddress, useChecked } from "../../components/use-checked.ts";
import { useSending } from "../../components/use-sending.ts";
import { DeviceField } from "../machine/DeviceField.tsx";
import { DiskField } from "../machine/DiskField.tsx";
import { FormFoot } from "../machine/FormFoot.tsx";
import {
  busOptions,
  type Draft,
  emptyDraft,
  type Field as FieldName,
  fieldHelp,
  fieldOfError,
  nicOptions,
  type Origin,
  readDraft,
  readInstallation,
} from "../machine/hardware-draft.ts";
import type { Proposal } from "./proposal.ts";
import { StaticSettings } from "./StaticSettings.tsx";

/** What is asked of main for a draft, or which fields are wrong. */
function prepare(draft: Draft, limits: Proposal, from: Origin) {
  if (from === "cd") {
    const read = readInstallation(draft, limits);
    return "wrong" in read ? read : { ask: () => bridge.call("machine.install", read.wish) };
  }
  const read = readDraft(draft, limits, from);
  return "wrong" in read ? read : { ask: () => bridge.call("machine.add", read.wish) };
}

/** The form that makes a machine without a template. Each error stands at its field. */
export function NewMachineForm(props: {
  readonly proposal: Proposal;
  readonly from: Origin;
  readonly onCreated: (id: string) => void;
}) {
  const { proposal } = props;
  const { machines } = useAppState();
  const words = useWords();
  const { ui } = words;
  const { create } = ui;
  const [typed, setDraft] = useState<Draft>(emptyDraft);
  const [ownAddress, setOwnAddress] = useState(false);
  const [wrong, setWrong] = useState<ReadonlySet<FieldName>>(new Set());
  const [isStarting, setStarting] = useState(true);
  const sending = useSending();
  const { isBusy, refusal } = sending;

  const draft = ownAddress ? typed : { ...typed, address: proposal.address ?? "" };
  const addressFault = useChecked(draft.address, checkAddress);

  // Of the files, a form asks for one.
  const refusedField = (code: ErrorCode) => {
    const field = fieldOfError(code);
    return field === "disk" && props.from === "cd" ? "cdrom" : field;
  };
  const change = (field: FieldName) => (value: string) => {
    if (field === "address") setOwnAddress(true);
    setDraft((now) => ({ ...now, [field]: value }));
    setWrong((now) => new Set([...now].filter((other) => other !== field)));
    if (refusal !== null && refusedField(refusal.code) === field) sending.forget();
  };

  function errorAt(field: FieldName): string | undefined {
    if (field === "name" && machines.some(({ name }) => name === draft.name)) {
      return create.nameTaken;
    }
    if (wrong.has(field)) return fieldHelp(field, proposal, words);
    const told =
      refusal !== null && refusedField(refusal.code) === field
        ? refusal
        : field === "address"
          ? addressFault
          : null;
    return told === null ? undefined : errorLine(words, told);
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const make = prepare(draft, proposal, props.from);
    sending.forget();
    if ("wrong" in make) {
      setWrong(make.wrong);
      return sending.leadToWrong();
    }
    const added = await sending.send(make.ask);
    if (!added.ok) return;
    const { id } = added.value;
    if (isStarting) void bridge.call("machine.start", { id });
    props.onCreated(id);
  }

  const at = (field: FieldName, label: string, hint?: string) => ({
    name: field,
    label,
    hint,
    error: errorAt(field),
    value: draft[field],
    onChange: change(field),
  });

  return (
    <form
      ref={sending.form}
      className="card form"
      noValidate={true}
      onSubmit={(event) => void submit(event)}
    >
      {refusal !== null && refusedField(refusal.code) === null && (
        <Note level="error" about={refusal} />
      )}
      <TextField {...at("name", create.name, create.nameHint)} />
      {props.from === "file" && (
        <DiskField value={draft.disk} error={errorAt("disk")} onChange={change("disk")} />
      )}
      {props.from === "cd" && (
        <PathField
          label={ui.disks.cdImage}
          name="cdrom"
          hint={create.cdHint}
          error={errorAt("cdrom")}
          value={draft.cdrom}
          onChange={change("cdrom")}
        />
      )}
      {props.from === "device" && (
        <DeviceField
          value={draft.disk}
          error={wrong.has("disk") ? words.devices.wanted : errorAt("disk")}
          onChange={change("disk")}
        />
      )}
      {props.from === "cd" && (
        <TextField {...at("diskBytes", create.newDisk, ui.disks.addSizeHint)} inputMode="numeric" />
      )}
      <TextField {...at("address", create.address, create.addressHint)} />
      <div className="field-pair">
        <TextField
          {...at("memoryMiB", create.memory, create.upTo(ui.unit.mib(proposal.mostMemoryMiB)))}
          inputMode="numeric"
        />
        <TextField
          {...at("cpus", create.cpus, create.upTo(String(proposal.mostCpus)))}
          inputMode="numeric"
        />
      </div>
      <StaticSettings address={draft.address} network={proposal.network} />
      <details className="advanced">
        <summary>
          <ChevronRight size={14} aria-hidden="true" />
          {create.advanced}
        </summary>
        <div className="field-pair">
          <SelectField {...at("bus", ui.detail.bus, create.busHint)} options={busOptions} />
          <SelectField {...at("nic", ui.detail.nic, create.nicHint)} options={nicOptions} />
          <SelectField
            {...at("acceleration", ui.detail.acceleration)}
            options={Object.entries(ui.detail.accelerationWish)}
          />
          <TextField {...at("vncDisplay", create.vnc, create.vncHint)} inputMode="numeric" />
        </div>
      </details>
      <FormFoot
        isStarting={isStarting}
        onStarting={setStarting}
        isBusy={isBusy}
        submit={create.submit}
      />
    </form>
  );
}
