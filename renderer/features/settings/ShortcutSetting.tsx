import { useEffect, useState } from "react";
import type { ShortcutStanding } from "../../../electron/contract/shortcut.ts";
import { bridge } from "../../bridge.ts";
import { useWords } from "../../snapshot.ts";
import { keysOf } from "./keys-of.ts";
import type { SettingIds } from "./SettingRow.tsx";

/** A key combination: it is pressed, not typed. Backspace takes it away. */
export function ShortcutSetting(props: {
  readonly ids: SettingIds;
  readonly keys: string;
  readonly onChange: (keys: string) => void;
}) {
  const { settings } = useWords().ui;
  const { keys, onChange } = props;
  const [standing, setStanding] = useState<ShortcutStanding>("held");
  useEffect(() => {
    const asked = keys;
    let isWanted = true;
    void bridge.call("shortcut.get", undefined).then((answer) => {
      if (isWanted && answer.ok) setStanding(asked === "" ? "off" : answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [keys]);
  const isRefused = standing === "refused";
  return (
    <span className="shortcut">
      <input
        {...props.ids}
        className="input mono"
        readOnly
        aria-invalid={isRefused}
        value={keys}
        placeholder={settings.shortcutPress}
        onKeyDown={(event) => {
          const isPlain = !(event.metaKey || event.ctrlKey || event.altKey);
          const pressed = keysOf(event.nativeEvent);
          if (pressed === null && !(isPlain && event.key === "Backspace")) return;
          event.preventDefault();
          onChange(pressed ?? "");
        }}
      />
      <span className="bad" role="status">
        {isRefused && settings.shortcutRefused}
      </span>
    </span>
  );
}
