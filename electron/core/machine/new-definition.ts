import { hardware, hardwareFields } from "../../contract/machine/hardware.ts";
import { type HardwareValues, withSettings } from "../../contract/machine/hardware-values.ts";
import { type MachineFile, machineFileVersion } from "../../contract/machine/machine.ts";
import { macOf } from "./checks.ts";

/** The values of every new machine besides its settings. */
interface NewDefinition {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly address: string;
  readonly disk: Omit<MachineFile["disk"], "bus">;
  readonly cdrom?: string | undefined;
}

/** Makes the definition of a new machine; omitted settings get their usual values. */
export function newDefinition(
  { id, name, createdAt, address, disk, cdrom }: NewDefinition,
  told: HardwareValues,
): MachineFile {
  const { memoryMiB, cpus, acceleration, vncDisplay, bus, nic } = hardware;
  const usual: MachineFile = {
    version: machineFileVersion,
    id,
    name,
    createdAt: createdAt.toISOString(),
    memoryMiB: memoryMiB.usual,
    cpus: cpus.usual,
    acceleration: acceleration.usual,
    disk: { ...disk, bus: bus.usual },
    network: { address, mac: macOf(id), nic: nic.usual },
    vncDisplay: vncDisplay.usual,
    ...(cdrom === undefined ? {} : { cdrom }),
  };
  const values = hardwareFields
    .filter((field) => field !== "address" && field !== "cdrom")
    .map((field) => [field, told[field]]);
  return withSettings(usual, Object.fromEntries(values) as HardwareValues);
}
