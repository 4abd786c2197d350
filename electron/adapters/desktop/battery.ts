import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The folder in which the kernel tells of batteries and of what feeds the computer. */
const supplies = "/sys/class/power_supply";

/** Returns whether this computer is fed by a battery. One without a battery is not. */
export async function isOnBattery(): Promise<boolean> {
  const names = await readdir(supplies).catch(() => []);
  const read = (name: string, file: string) =>
    readFile(join(supplies, name, file), "utf8").then(
      (text) => text.trim(),
      () => "",
    );
  const draining = await Promise.all(
    names.map(async (name) => {
      const [type, scope, status] = await Promise.all(
        ["type", "scope", "status"].map((file) => read(name, file)),
      );
      // A mouse has a battery, too: its scope is "Device".
      return type === "Battery" && scope !== "Device" && status === "Discharging";
    }),
  );
  return draining.includes(true);
}
