import { FolderOpen } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import type { SettingIds } from "./SettingRow.tsx";

/** A folder, typed or chosen; one that was chosen holds at once, a typed one by Return. */
export function FolderSetting(props: {
  readonly ids: SettingIds;
  readonly value: string;
  readonly placeholder: string;
  /** It cannot be changed now. */
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
