import { useWords } from "../../app-state.ts";
import { keysOf } from "./keys-of.ts";
import type { SettingIds } from "./SettingRow.tsx";

/** A field that takes a key combination as it is pressed; Backspace clears it. */
export function ShortcutSetting(props: {
  readonly ids: SettingIds;
  readonly keys: string;
  readonly isRefused: boolean;
  readonly onChange: (keys: string) => void;
}) {
  const { settings } = useWords().ui;
  return (
    <input
      {...props.ids}
      className="input mono"
      readOnly
      aria-invalid={props.isRefused}
      value={props.keys}
      placeholder={settings.shortcutPress}
      onKeyDown={(event) => {
        const isPlain = !(event.metaKey || event.ctrlKey || event.altKey);
        const pressed = keysOf(event.nativeEvent);
        if (pressed === null && !(isPlain && event.key === "Backspace")) return;
        event.preventDefault();
        props.onChange(pressed ?? "");
      }}
    />
  );
}
