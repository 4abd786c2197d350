import { useState } from "react";
import { useWords } from "../../snapshot.ts";
import type { SettingIds } from "./SettingRow.tsx";

/** A setting that is typed; it holds once it is saved, by the button or Return. */
export function TextSetting(props: {
  readonly ids: SettingIds;
  readonly value: string;
  readonly placeholder: string;
  readonly onSave: (value: string) => void;
}) {
  const { ui } = useWords();
  const [text, setText] = useState(props.value);
  return (
    <form
      className="field-row"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave(text.trim());
      }}
    >
      <input
        {...props.ids}
        className="input"
        value={text}
        placeholder={props.placeholder}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button" disabled={text.trim() === props.value}>
        {ui.settings.save}
      </button>
    </form>
  );
}
