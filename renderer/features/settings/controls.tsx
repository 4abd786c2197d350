import { FolderOpen } from "lucide-react";
import { Switch } from "radix-ui";
import { type FormEvent, useState } from "react";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { TextInput } from "../../components/TextInput.tsx";
import type { SettingIds } from "./SettingRow.tsx";

/** A select for one of a few values. */
export function ChoiceControl<V extends string>(props: {
  readonly ids: SettingIds;
  readonly value: V;
  readonly names: Readonly<Record<V, string>>;
  readonly onChange: (value: V) => void;
}) {
  const values = Object.keys(props.names) as V[];
  return (
    <select
      {...props.ids}
      value={props.value}
      onChange={(event) => {
        const value = values.find((candidate) => candidate === event.target.value);
        if (value !== undefined) props.onChange(value);
      }}
    >
      {values.map((value) => (
        <option key={value} value={value}>
          {props.names[value]}
        </option>
      ))}
    </select>
  );
}

/** A switch for a setting that is on or off. */
export function SwitchControl(props: {
  readonly ids: SettingIds;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <Switch.Root
      className="switch"
      {...props.ids}
      checked={props.isOn}
      onCheckedChange={props.onChange}
    >
      <Switch.Thumb className="switch-thumb" />
    </Switch.Root>
  );
}

/** A text field; the button or Return saves it. */
export function TextControl(props: {
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

/** A folder's path: Return saves a typed one, choosing one in the dialog saves it at once. */
export function FolderControl(props: {
  readonly ids: SettingIds;
  readonly value: string;
  readonly placeholder: string;
  /** Whether a running job keeps it from being changed. */
  readonly isBusy: boolean;
  readonly onSave: (folder: string) => void;
}) {
  const { ui } = useWords();
  const [text, setText] = useState(props.value);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() !== props.value) props.onSave(text.trim());
  }

  async function pick(): Promise<void> {
    const picked = await bridge.call("folder.pick", undefined);
    if (!picked.ok || picked.value === null) return;
    setText(picked.value);
    props.onSave(picked.value);
  }

  return (
    <form className="field-row" onSubmit={submit}>
      <input
        {...props.ids}
        className="input"
        value={text}
        placeholder={props.placeholder}
        spellCheck={false}
        disabled={props.isBusy}
        onChange={(event) => setText(event.target.value)}
      />
      <button
        type="button"
        className="button"
        aria-label={ui.create.pick}
        title={ui.create.pick}
        disabled={props.isBusy}
        onClick={() => void pick()}
      >
        <FolderOpen size={16} aria-hidden="true" />
      </button>
    </form>
  );
}
