import { Minus, Plus } from "lucide-react";
import type { HostMost } from "../../../electron/contract/machine/hardware.ts";
import { limitOf } from "../../../electron/contract/words/hardware.ts";
import { useWords } from "../../app-state.ts";
import { Field } from "../../components/Field.tsx";
import { TextInput } from "../../components/TextInput.tsx";
import { toNumber } from "../machine/hardware-draft.ts";
import { limitHint } from "./proposal.ts";

/** The processors of a new machine: a number with a button each for one fewer and one more. */
export function ProcessorsField(props: {
  readonly limits: HostMost;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const { value, onChange } = props;
  const { hardware, ui } = useWords();
  const { name, hint } = hardware.cpus;
  const most = limitOf("cpus", props.limits);
  const now = toNumber(value);
  return (
    <Field label={name} hint={limitHint(hint, most)} error={props.error}>
      {(ids) => (
        <div className="field-row">
          <button
            type="button"
            className="button button-square"
            aria-label={ui.create.fewer}
            disabled={!(now > 1)}
            onClick={() => onChange(String(now - 1))}
          >
            <Minus size={14} aria-hidden="true" />
          </button>
          <TextInput
            {...ids}
            className="input input-number"
            name="cpus"
            inputMode="numeric"
            value={value}
            onChange={onChange}
          />
          <button
            type="button"
            className="button button-square"
            aria-label={ui.create.more}
            disabled={!(now < most)}
            onClick={() => onChange(String(now + 1))}
          >
            <Plus size={14} aria-hidden="true" />
          </button>
        </div>
      )}
    </Field>
  );
}
