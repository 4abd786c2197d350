import { ChevronRight } from "lucide-react";
import { type FormEvent, useState } from "react";
import {
  type FormField,
  formFieldsOn,
  settingOf,
} from "../../../electron/contract/machine/hardware.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { PathField } from "../../components/PathField.tsx";
import { TextField } from "../../components/TextInput.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { DeviceField } from "../machine/DeviceField.tsx";
import { DiskField } from "../machine/DiskField.tsx";
import { FormFoot } from "../machine/FormFoot.tsx";
import { HardwareField } from "../machine/HardwareField.tsx";
import type { Origin } from "../machine/hardware-draft.ts";
import type { Proposal } from "./proposal.ts";
import { StaticSettings } from "./StaticSettings.tsx";
import { type NewMachine, useNewMachine } from "./use-new-machine.ts";

const isAdvanced = (field: FormField) => settingOf(field).isAdvanced === true;
const plainFields = formFieldsOn("new").filter(
  (field) => field !== "address" && !isAdvanced(field),
);
const advancedFields = formFieldsOn("new").filter(isAdvanced);

/** The form that makes a machine without a template. Each error stands at its field. */
export function NewMachineForm(props: {
  readonly proposal: Proposal;
  readonly from: Origin;
  readonly onCreated: (id: string) => void;
}) {
  const { proposal, from } = props;
  const { ui } = useWords();
  const { create } = ui;
  const [isStarting, setStarting] = useState(true);
  const machine = useNewMachine(from, proposal);
  const { at, setting } = machine;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const id = await machine.make();
    if (id === null) return;
    if (isStarting) void bridge.call("machine.start", { id });
    props.onCreated(id);
  }

  return (
    <form
      ref={machine.form}
      className="card form"
      noValidate={true}
      onSubmit={(event) => void submit(event)}
    >
      {machine.generalRefusal !== null && <Trouble level="error" about={machine.generalRefusal} />}
      <TextField {...at("name", create.name, create.nameHint)} />
      <OriginFields from={from} machine={machine} />
      <HardwareField {...setting("address")} hint={create.addressHint} />
      <div className="field-pair">
        {plainFields.map((field) => (
          <HardwareField key={field} {...setting(field)} />
        ))}
      </div>
      <StaticSettings address={machine.draft.address} network={proposal.network} />
      <details className="advanced">
        <summary>
          <ChevronRight size={14} aria-hidden="true" />
          {create.advanced}
        </summary>
        <div className="field-pair">
          {advancedFields.map((field) => (
            <HardwareField key={field} {...setting(field)} />
          ))}
        </div>
      </details>
      <FormFoot
        isStarting={isStarting}
        onStarting={setStarting}
        isBusy={machine.isBusy}
        submit={create.submit}
      />
    </form>
  );
}

/** The fields for the place where the machine's disk comes from. */
function OriginFields(props: { readonly from: Origin; readonly machine: NewMachine }) {
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
        />
      );
  }
}
