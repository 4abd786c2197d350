import { useState } from "react";
import { useWords } from "../../app-state.ts";
import { TextInput } from "../../components/TextInput.tsx";
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
      <TextInput
        {...props.ids}
        value={text}
        placeholder={props.placeholder}
        maxLength={200}
        onChange={setText}
      />
      <button type="submit" className="button" disabled={text.trim() === props.value}>
        {ui.settings.save}
      </button>
    </form>
  );
}
