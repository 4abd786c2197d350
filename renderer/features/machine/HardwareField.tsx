import {
  type FormField,
  type HostMost,
  settingOf,
} from "../../../electron/contract/machine/hardware.ts";
import { limitOf, optionsOf } from "../../../electron/contract/words/hardware.ts";
import { useWords } from "../../app-state.ts";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";

/**
 * The field of a form for one setting of a machine's hardware, as the table of settings describes
 * it.
 */
export function HardwareField(props: {
  readonly field: FormField;
  readonly limits: HostMost;
  readonly value: string;
  readonly error: string | undefined;
  /** By default the setting's own. */
  readonly hint?: string;
  readonly placeholder?: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const { field, limits, value, error, onChange } = props;
  const words = useWords();
  const { name, label, hint } = words.hardware[field];
  const shared = {
    name: field,
    label: label ?? name,
    hint: props.hint ?? hint?.(limitOf(field, limits)),
    error,
    value,
    onChange,
  };
  const { control } = settingOf(field);
  if (control === "choice") return <SelectField {...shared} options={optionsOf(words, field)} />;
  return (
    <TextField
      {...shared}
      {...(control === "text" ? {} : { inputMode: "numeric" as const })}
      placeholder={props.placeholder}
    />
  );
}
