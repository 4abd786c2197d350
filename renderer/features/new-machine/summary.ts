import type { Words } from "../../../electron/contract/words/en/english.ts";
import { toBytes, toNumber } from "../machine/hardware-draft.ts";

/** The texts of a form, as far as its summary tells them. */
interface Summed {
  readonly address: string;
  readonly cpus: string;
  readonly memoryMiB: string;
  /** In GiB; empty for a disk that exists. */
  readonly diskBytes: string;
}

/** Returns what a form would make, in a line; what cannot be read is left out. */
export function summaryOf({ ui }: Words, { address, cpus, memoryMiB, diskBytes }: Summed): string {
  const count = toNumber(cpus);
  const memory = toNumber(memoryMiB) * 2 ** 20;
  const disk = toBytes(diskBytes);
  return [
    address.trim(),
    count > 0 ? ui.detail.processors(count) : "",
    memory > 0 ? ui.unit.size(memory) : "",
    disk > 0 ? ui.create.diskOf(ui.unit.size(disk)) : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
