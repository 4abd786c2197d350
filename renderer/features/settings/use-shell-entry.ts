import { useEffect, useState } from "react";
import type { ShellEntryStanding } from "../../../electron/contract/app/shell-entry.ts";
import { bridge } from "../../bridge.ts";
import type { TellSetting } from "./SettingRow.tsx";

async function read(learn: (standing: ShellEntryStanding) => void): Promise<void> {
  const answer = await bridge.call("shell.get", undefined);
  if (answer.ok) learn(answer.value);
}

/**
 * How the entry in GNOME's quick settings stands, read from where the desktop keeps it, and its
 * switch; `tell` gets how a change went.
 */
export function useShellEntry(tell: TellSetting): {
  readonly standing: ShellEntryStanding;
  readonly set: (isOn: boolean) => void;
} {
  const [standing, setStanding] = useState<ShellEntryStanding>("absent");
  useEffect(() => {
    void read(setStanding);
  }, []);
  const set = async (isOn: boolean) => {
    tell("shell", await bridge.call("shell.set", { isOn }));
    await read(setStanding);
  };
  return { standing, set: (isOn) => void set(isOn) };
}
