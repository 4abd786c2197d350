import { useEffect, useState } from "react";
import type { HostMost } from "../../../electron/contract/machine/hardware.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { bridge } from "../../bridge.ts";
import { AutostartForm } from "./AutostartForm.tsx";
import { HardwareForm } from "./HardwareForm.tsx";
import { MarksForm } from "./MarksForm.tsx";
import { RenameForm } from "./RenameForm.tsx";

/** A machine's settings: name, autostart and marks change at any time, the hardware while it is stopped. */
export function SettingsTab(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const [limits, setLimits] = useState<HostMost | null>(null);
  useEffect(() => {
    void bridge.call("machine.propose", undefined).then((answer) => {
      if (answer.ok) setLimits(answer.value);
    });
  }, []);
  return (
    <div className="machine-settings">
      <RenameForm machine={machine} />
      <AutostartForm machine={machine} />
      <MarksForm key={machine.id} machine={machine} />
      {limits !== null && <HardwareForm machine={machine} limits={limits} />}
    </div>
  );
}
