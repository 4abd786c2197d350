import type { HostMost } from "../../../electron/contract/machine/hardware.ts";
import { limitOf } from "../../../electron/contract/words/hardware.ts";
import { useWords } from "../../app-state.ts";
import { Field } from "../../components/Field.tsx";
import { TextInput } from "../../components/TextInput.tsx";
import { limitHint } from "./proposal.ts";

/** Usual sizes of memory, in MiB. */
const usual = [512, 1024, 2048, 4096, 8192] as const;

/** The memory of a new machine: usual sizes as chips, any other as a number. */
export function MemoryField(props: {
  readonly limits: HostMost;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const { value, onChange } = props;
  const words = useWords();
  const { name, label, hint } = words.hardware.memoryMiB;
  const most = limitOf("memoryMiB", props.limits);
  return (
    <Field label={label ?? name} hint={limitHint(hint, most)} error={props.error}>
      {(ids) => (
        <div className="field-row">
          <div className="segments">
            {usual
              .filter((size) => size <= most)
              .map((size) => (
                <button
                  key={size}
                  type="button"
                  className="segment"
                  aria-pressed={value.trim() === String(size)}
                  onClick={() => onChange(String(size))}
                >
                  {words.ui.unit.size(size * 2 ** 20)}
                </button>
              ))}
          </div>
          <TextInput
            {...ids}
            className="input input-number"
            name="memoryMiB"
            inputMode="numeric"
            value={value}
            onChange={onChange}
          />
        </div>
      )}
    </Field>
  );
}
