import { useState } from "react";
import {
  type FormField,
  formFieldsOn,
  settingOf,
} from "../../../electron/contract/machine/hardware.ts";
import { useWords } from "../../app-state.ts";
import { PathField } from "../../components/PathField.tsx";
import { TextField } from "../../components/TextInput.tsx";
import { DeviceField } from "../machine/DeviceField.tsx";
import { DiskField } from "../machine/DiskField.tsx";
import { HardwareField } from "../machine/HardwareField.tsx";
import type { Origin } from "../machine/hardware-draft.ts";
import { MachineForm } from "./MachineForm.tsx";
import { MemoryField } from "./MemoryField.tsx";
import { ProcessorsField } from "./ProcessorsField.tsx";
import type { Proposal } from "./proposal.ts";
import { summaryOf } from "./summary.ts";
import { type NewMachine, useNewMachine } from "./use-new-machine.ts";

const isAdvanced = (field: FormField) => settingOf(field).isAdvanced === true;
const advancedFields = formFieldsOn("new").filter(isAdvanced);

/** The form that makes a machine without a template. Each error stands at its field. */
export function NewMachineForm(props: {
  readonly proposal: Proposal;
  readonly from: Origin;
  readonly onCreated: (id: string) => void;
}) {
  const { from } = props;
  const words = useWords();
  const { create } = words.ui;
  const machine = useNewMachine(from, props.proposal);
  const [hasDevices, setDevices] = useState(true);
  const { at, setting, draft } = machine;
  const isBlocked = from === "device" && !hasDevices;
  return (
    <MachineForm
      form={machine.form}
      refusal={machine.generalRefusal}
      isBusy={machine.isBusy}
      isBlocked={isBlocked}
      make={machine.make}
      onCreated={props.onCreated}
      summary={
        isBlocked
          ? ""
          : summaryOf(words, { ...draft, diskBytes: from === "cd" ? draft.diskBytes : "" })
      }
      options={
        <div className="field-pair">
          <HardwareField {...setting("address")} hint={create.addressHint} />
          {advancedFields.map((field) => (
            <HardwareField key={field} {...setting(field)} />
          ))}
        </div>
      }
    >
      <OriginFields from={from} machine={machine} onDevices={setDevices} />
      {!isBlocked && (
        <>
          <TextField {...at("name", create.name, create.nameHint)} />
          <div className="field-pair">
            <MemoryField {...setting("memoryMiB")} />
            <ProcessorsField {...setting("cpus")} />
          </div>
        </>
      )}
    </MachineForm>
  );
}

/** The fields for the place where the machine's disk comes from. */
function OriginFields(props: {
  readonly from: Origin;
  readonly machine: NewMachine;
  readonly onDevices: (hasAny: boolean) => void;
}) {
  const { from } = props;
  const { draft, at, errorAt, change, isWrong } = props.machine;
  const { devices, ui } = useWords();
  const { create, disks } = ui;
  switch (from) {
    case "file":
      return <DiskField value={draft.disk} error={errorAt("disk")} onChange={change("disk")} />;
    case "cd":
      return (
        <>
          <PathField {...at("cdrom", disks.cdImage, create.cdHint)} />
          <TextField {...at("diskBytes", create.newDisk, disks.addSizeHint)} inputMode="numeric" />
        </>
      );
    case "device":
      return (
        <DeviceField
          value={draft.disk}
          error={isWrong("disk") ? devices.wanted : errorAt("disk")}
          onChange={change("disk")}
          onFound={props.onDevices}
        />
      );
  }
}
