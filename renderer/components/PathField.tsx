import { FolderOpen } from "lucide-react";
import { useWords } from "../app-state.ts";
import { bridge } from "../bridge.ts";
import { Field } from "./Field.tsx";
import { TextInput } from "./TextInput.tsx";

/** The path of a file, typed or chosen. */
export function PathField(props: {
  readonly label: string;
  readonly name: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly value: string;
  /** The question by which the desktop has a path chosen; for a file if absent. */
  readonly pick?: "disk.pick" | "share.pick";
  readonly onChange: (path: string) => void;
  /** Called with a path that was chosen, and with a typed one when the field loses the focus. */
  readonly onGiven?: (path: string) => void;
}) {
  const { create } = useWords().ui;
  const { onGiven = () => {} } = props;

  async function pick(): Promise<void> {
    const answer = await bridge.call(props.pick ?? "disk.pick", undefined);
    if (!answer.ok || answer.value === null) return;
    props.onChange(answer.value);
    onGiven(answer.value);
  }

  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(ids) => (
        <div className="field-row">
          <TextInput
            {...ids}
            name={props.name}
            placeholder={props.placeholder}
            value={props.value}
            onChange={props.onChange}
            onBlur={() => onGiven(props.value)}
          />
          <button type="button" className="button" onClick={() => void pick()}>
            <FolderOpen size={16} aria-hidden="true" />
            {create.pick}
          </button>
        </div>
      )}
    </Field>
  );
}
