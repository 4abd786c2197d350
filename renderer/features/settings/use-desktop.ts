/** Settings that the desktop keeps or decides, read from there. */
import { useEffect, useState } from "react";
import type { ShellEntryStanding } from "../../../electron/contract/app/shell-entry.ts";
import type { ShortcutState } from "../../../electron/contract/app/shortcut.ts";
import type { WindowSystemStanding } from "../../../electron/contract/app/window-system.ts";
import { bridge } from "../../bridge.ts";
import type { TellSetting } from "./SettingRow.tsx";

async function readLogin(learn: (isOn: boolean) => void): Promise<void> {
  const answer = await bridge.call("login.get", undefined);
  if (answer.ok) learn(answer.value);
}

/** Returns whether the desktop starts the app at login, and a function that changes it. */
export function useLogin(tell: TellSetting): {
  readonly isOn: boolean;
  readonly set: (isOn: boolean) => void;
} {
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    void readLogin(setOn);
  }, []);
  const set = async (desired: boolean) => {
    tell("login", await bridge.call("login.set", { isOn: desired }));
    await readLogin(setOn);
  };
  return { isOn, set: (desired) => void set(desired) };
}

async function readShellEntry(learn: (standing: ShellEntryStanding) => void): Promise<void> {
  const answer = await bridge.call("shell.get", undefined);
  if (answer.ok) learn(answer.value);
}

/** Returns the state of the entry in GNOME's quick settings, and a function that changes it. */
export function useShellEntry(tell: TellSetting): {
  readonly standing: ShellEntryStanding;
  readonly set: (isOn: boolean) => void;
} {
  const [standing, setStanding] = useState<ShellEntryStanding>("absent");
  useEffect(() => {
    void readShellEntry(setStanding);
  }, []);
  const set = async (isOn: boolean) => {
    tell("shell", await bridge.call("shell.set", { isOn }));
    await readShellEntry(setStanding);
  };
  return { standing, set: (isOn) => void set(isOn) };
}

/**
 * Returns whether the desktop gave this key combination to the app; null until it has decided.
 * @param isAsked whether the user lets the desktop ask about it
 */
export function useShortcut(keys: string, isAsked: boolean): ShortcutState | null {
  const [state, setState] = useState<ShortcutState | null>(null);
  useEffect(() => {
    const wanted = { keys, isAsked };
    let isWanted = true;
    setState(null);
    void bridge.call("shortcut.get", undefined).then((answer) => {
      if (isWanted && answer.ok) setState(wanted.keys === "" ? { standing: "off" } : answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [keys, isAsked]);
  return state;
}

/** Returns the window system that the app runs on; undefined until main has answered. */
export function useWindowSystem(): WindowSystemStanding | undefined {
  const [standing, setStanding] = useState<WindowSystemStanding>();
  useEffect(() => {
    void bridge.call("window-system.get", undefined).then((answer) => {
      if (answer.ok) setStanding(answer.value);
    });
  }, []);
  return standing;
}
