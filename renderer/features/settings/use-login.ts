import { useEffect, useState } from "react";
import { bridge } from "../../bridge.ts";
import type { TellSetting } from "./SettingRow.tsx";

async function read(learn: (isOn: boolean) => void): Promise<void> {
  const answer = await bridge.call("login.get", undefined);
  if (answer.ok) learn(answer.value);
}

/**
 * Whether the desktop starts the app at login, read from where that is kept, and its switch; `tell`
 * gets how a change went.
 */
export function useLogin(tell: TellSetting): {
  readonly isOn: boolean;
  readonly set: (isOn: boolean) => void;
} {
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    void read(setOn);
  }, []);
  const set = async (request: boolean) => {
    tell("login", await bridge.call("login.set", { isOn: request }));
    await read(setOn);
  };
  return { isOn, set: (request) => void set(request) };
}
