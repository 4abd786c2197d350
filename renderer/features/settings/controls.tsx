import { Check, FolderOpen } from "lucide-react";
import { Switch } from "radix-ui";
import { useEffect, useRef, useState } from "react";
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

/** The time for which a saved field says so, in milliseconds. */
const savedMs = 2000;

/** The text of a field whose setting is saved by Return and by leaving it. */
function useSavedText(value: string, onSave: (value: string) => void) {
  // Null while nothing is typed that differs from the setting.
  const [typed, setTyped] = useState<string | null>(null);
  const [sent, setSent] = useState<string | null>(null);
  const [isSaved, setSaved] = useState(false);
  const last = useRef(value);
  useEffect(() => {
    if (last.current === value) return;
    last.current = value;
    setTyped(null);
    setSent(null);
    if (sent === null) return;
    setSaved(true);
  }, [value, sent]);
  useEffect(() => {
    if (!isSaved) return;
    const timer = setTimeout(() => setSaved(false), savedMs);
    return () => clearTimeout(timer);
  }, [isSaved]);
  return {
    text: typed ?? value,
    isSaved,
    type(text: string) {
      setTyped(text);
      setSent(null);
    },
    save(text = (typed ?? value).trim()) {
      // A refused text is not sent again before it was changed.
      if (text === value) setTyped(null);
      else if (text !== sent) {
        setSent(text);
        onSave(text);
      }
    },
    undo: () => setTyped(null),
  };
}

/** A field's sign that its text was saved. */
function Saved(props: { readonly isSaved: boolean }) {
  const { settings } = useWords().ui;
  return (
    <span className="setting-saved" role="status">
      {props.isSaved && (
        <>
          <Check size={14} aria-hidden="true" />
          {settings.saved}
        </>
      )}
    </span>
  );
}

/** A text field that is saved by Return, and when it is left; Escape takes back what was typed. */
export function TextControl(props: {
  readonly ids: SettingIds;
  readonly value: string;
  readonly placeholder: string;
  readonly onSave: (value: string) => void;
}) {
  const field = useSavedText(props.value, props.onSave);
  return (
    <form
      className="field-row"
      onSubmit={(event) => {
        event.preventDefault();
        field.save();
      }}
    >
      <Saved isSaved={field.isSaved} />
      <TextInput
        {...props.ids}
        value={field.text}
        placeholder={props.placeholder}
        maxLength={200}
        onChange={field.type}
        onBlur={() => field.save()}
        onKeyDown={(event) => {
          if (event.key === "Escape") field.undo();
        }}
      />
    </form>
  );
}

/** A folder's path: typed as in any text field, or chosen in a dialog, which saves it at once. */
export function FolderControl(props: {
  readonly ids: SettingIds;
  readonly value: string;
  readonly placeholder: string;
  /** Whether a running job keeps it from being changed. */
  readonly isBusy: boolean;
  readonly onSave: (folder: string) => void;
}) {
  const { ui } = useWords();
  const field = useSavedText(props.value, props.onSave);

  async function pick(): Promise<void> {
    const picked = await bridge.call("folder.pick", undefined);
    if (!picked.ok || picked.value === null) return;
    field.type(picked.value);
    field.save(picked.value);
  }

  return (
    <form
      className="field-row"
      onSubmit={(event) => {
        event.preventDefault();
        field.save();
      }}
    >
      <TextInput
        {...props.ids}
        value={field.text}
        placeholder={props.placeholder}
        disabled={props.isBusy}
        onChange={field.type}
        onBlur={() => field.save()}
        onKeyDown={(event) => {
          if (event.key === "Escape") field.undo();
        }}
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
