import type { Command } from "commander";
import type { DeviceJson } from "../../contract/app/cli-storage.ts";
import type { DeviceView } from "../../contract/machine/device.ts";
import { describeTypedError } from "../../contract/words/words.ts";
import { errorJson, say, sayJson, table, type Voice } from "../base/output.ts";
import type { Subcommand } from "../base/subcommand.ts";

/** `virtray device list` */
function listDevicesCommand(voice: Voice, devices: readonly DeviceView[]): number {
  const words = voice.words.devices;
  if (voice.json) {
    sayJson(
      devices.map((device) => ({
        ...device,
        refusal: device.refusal === null ? null : errorJson(voice, device.refusal),
      })) satisfies readonly DeviceJson[],
    );
    return 0;
  }
  const { columns } = words;
  const verdict = ({ refusal }: DeviceView) =>
    refusal === null ? words.free : describeTypedError(voice.words, refusal).what;
  say(
    devices.length === 0
      ? words.none
      : table([
          [columns.device, columns.size, columns.model, columns.holds, columns.verdict],
          ...devices.map((device) => [
            device.path,
            voice.words.ui.unit.size(device.bytes),
            device.model ?? "–",
            words.holds(device.holds),
            verdict(device),
          ]),
        ]),
  );
  return 0;
}

/** Adds the command for disks of this computer. */
export function addDeviceProgram(
  program: Command,
  command: Subcommand,
  devices: () => Promise<readonly DeviceView[]>,
): void {
  const device = program.command("device").description("physical disks of this computer");
  command(
    device,
    "list",
    "list this computer’s disks, and whether a machine can use them",
    async (voice) => listDevicesCommand(voice, await devices()),
  );
}
