import { type FormEvent, useState } from "react";
import type { DiskView, MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Field } from "../../components/Field.tsx";
import { TextInput } from "../../components/TextInput.tsx";
import { focusOnSight } from "../../hooks/focus-on-sight.ts";
import { useSending } from "../../hooks/use-sending.ts";
import { toBytes } from "../machine/hardware-draft.ts";

/** Asks for the new size of a disk. A refused size stays in the field. */
export function GrowForm(props: {
  readonly machine: MachineView;
  readonly place: DiskView["place"];
  /** Its size now, in bytes. */
  readonly now: number;
  readonly onClose: () => void;
  readonly onGrown: (bytes: number) => void;
}) {
  const { machine, place, now } = props;
  const words = useWords();
  const { ui } = words;
  const [size, setSize] = useState(String(Math.floor(now / 2 ** 30) + 10));
  const [isWrong, setWrong] = useState(false);
  const sending = useSending();
  const { isBusy, refusal } = sending;

  async function grow(event: FormEvent): Promise<void> {
    event.preventDefault();
    const bytes = toBytes(size);
    sending.forget();
    // True for NaN as well.
    if (!(bytes > now)) {
      setWrong(true);
      return sending.leadToWrong();
    }
    const grown = await sending.send(() =>
      bridge.call("disk.grow", { id: machine.id, place, bytes }),
    );
    if (grown.ok) props.onGrown(bytes);
    else if (grown.error.code === "input-invalid") setWrong(true);
  }

  const error = isWrong
    ? ui.disks.growWrong(ui.unit.size(now))
    : refusal === null
      ? undefined
      : errorLine(words, refusal);
  const hint = isAlive(machine.status) ? ui.disks.growHintRunning : ui.disks.growHintStopped;
  return (
    <form
      ref={sending.form}
      className="disk-form"
      noValidate={true}
      onSubmit={(event) => void grow(event)}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
      }}
    >
      <Field label={ui.disks.growTo} hint={hint} error={error}>
        {(ids) => (
          <div className="field-row">
            <TextInput
              {...ids}
              inputMode="numeric"
              ref={focusOnSight}
              value={size}
              onChange={(text) => {
                setSize(text);
                setWrong(false);
                sending.forget();
              }}
            />
            <button type="submit" className="button button-primary" disabled={isBusy}>
              {ui.disks.growDo}
            </button>
            <button type="button" className="button" onClick={props.onClose}>
              {ui.actions.cancel}
            </button>
          </div>
        )}
      </Field>
    </form>
  );
}
