import { ChevronRight } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import { PathField } from "../../components/PathField.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";
import { DeviceField } from "../machine/DeviceField.tsx";
import { DiskField } from "../machine/DiskField.tsx";
import { FormFoot } from "../machine/FormFoot.tsx";
import { busOptions, nicOptions, type Origin } from "../machine/hardware-draft.ts";
import type { Proposal } from "./proposal.ts";
import { StaticSettings } from "./StaticSettings.tsx";
import { type NewMachine, useNewMachine } from "./use-new-machine.ts";

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
  const { at } = machine;

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
      {machine.generalRefusal !== null && <Note level="error" about={machine.generalRefusal} />}
      <TextField {...at("name", create.name, create.nameHint)} />
      <OriginFields from={from} machine={machine} />
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
      <StaticSettings address={machine.draft.address} network={proposal.network} />
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
