import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";

/** The button that has the desktop ask about the shortcut, where that helps against a problem. */
export function SetUpShortcut(props: {
  readonly about: AppError;
  /** Called once the user has answered. */
  readonly onDecided?: () => void;
}) {
  const { settings } = useWords().ui;
  const [state, setState] = useState<"idle" | "asking" | AppError>("idle");
  const { code, params } = props.about;
  if (code !== "shortcut-not-set-up" && code !== "shortcut-declined") return null;
  const ask = async () => {
    setState("asking");
    const wished = await bridge.call("settings.set", { askForShortcut: true });
    if (wished.ok) await bridge.call("shortcut.get", undefined);
    setState(wished.ok ? "idle" : wished.error);
    props.onDecided?.();
  };
  return (
    <>
      {typeof state === "object" && <Trouble level="error" about={state} />}
      <button
        type="button"
        className="button set-up"
        disabled={state === "asking"}
        onClick={() => void ask()}
      >
        {settings.shortcutSetUp(params.keys)}
      </button>
      {state === "asking" && (
        <p className="dim" role="status">
          {settings.shortcutAsked}
        </p>
      )}
    </>
  );
}
