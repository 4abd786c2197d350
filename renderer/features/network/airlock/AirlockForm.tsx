import { useState } from "react";
import type { Result } from "../../../../electron/contract/errors/app-error.ts";
import {
  type Airlock,
  isOver,
  spellEntry,
  type TypedAirlock,
} from "../../../../electron/contract/lan/airlock.ts";
import { errorLine } from "../../../../electron/contract/words/words.ts";
import { useWords } from "../../../app-state.ts";
import { AddForm } from "../../../components/AddForm.tsx";
import { SelectField } from "../../../components/SelectField.tsx";
import { TextField } from "../../../components/TextInput.tsx";
import { useSending } from "../../../hooks/use-sending.ts";

/** Without selecting the list, to which most people add something. */
const focus = (control: HTMLInputElement | null) => control?.focus();

const minutes = 60_000;
const times = { endless: null, minutes: 10 * minutes, hour: 60 * minutes, day: 480 * minutes };
const spans = ["endless", "minutes", "hour", "day"] as const;
/** The end that the airlock has already. */
const asNow = "as-now";

/** Asks for the destinations of an airlock and for its time. Refused input stays in the form. */
export function AirlockForm(props: {
  /** The present airlock; undefined without one. */
  readonly airlock: Airlock | undefined;
  readonly onSet: (typed: TypedAirlock) => Promise<Result<void>>;
  readonly onClose: () => void;
}) {
  const { airlock } = props;
  const words = useWords();
  const { card } = words.airlock;
  const only = airlock?.only ?? [];
  const isLasting = ({ until }: Airlock["only"][number]) => until === undefined;
  const end = airlock === undefined || isOver(airlock, Date.now()) ? undefined : airlock.until;
  const [text, setText] = useState(() => only.filter(isLasting).map(spellEntry).join(", "));
  const [time, setTime] = useState<string>(end === undefined ? "endless" : asNow);
  const sending = useSending();
  const { isBusy, refusal } = sending;

  async function submit(): Promise<void> {
    const span = spans.find((each) => each === time);
    const ms = span === undefined ? null : times[span];
    const until = span === undefined ? (end ?? null) : ms === null ? null : Date.now() + ms;
    // Permissions for a time stand in no field, and go on.
    const kept = only.filter((entry) => !isLasting(entry));
    const set = await sending.send(() => props.onSet({ text, kept, until }));
    if (set.ok) props.onClose();
  }

  return (
    <AddForm
      form={sending.form}
      className="airlock-form"
      label={words.airlock.title}
      submit={card.submit}
      isBusy={isBusy}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <TextField
        ref={focus}
        className="input mono"
        label={card.list}
        hint={card.listHint}
        error={refusal === null ? undefined : errorLine(words, refusal)}
        value={text}
        onChange={(typed) => {
          setText(typed);
          sending.forget();
        }}
      />
      <SelectField
        label={card.time}
        name="airlock-time"
        value={time}
        options={[
          ...(end === undefined ? [] : [[asNow, card.until(end)] as const]),
          ...spans.map((span) => [span, card.times[span]] as const),
        ]}
        onChange={setTime}
      />
    </AddForm>
  );
}
