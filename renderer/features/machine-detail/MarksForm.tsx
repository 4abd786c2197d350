import { useId, useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { MarkMachine } from "../../../electron/contract/machine/marks.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { TextField } from "../../components/TextInput.tsx";

type Refusal = { readonly of: "tags" | "note" | "protected"; readonly error: AppError } | null;

/** Changes a machine's tags, note and protection; each takes effect when its field is left. */
export function MarksForm(props: { readonly machine: MachineView }) {
  const { id, definition } = props.machine;
  const words = useWords();
  const { marks } = words.ui;
  const hintId = useId();
  const { tags = [], note = "", protected: isProtected = false } = definition;
  const [typedTags, setTypedTags] = useState<string | null>(null);
  const [typedNote, setTypedNote] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal>(null);

  async function mark(of: NonNullable<Refusal>["of"], change: Partial<MarkMachine>) {
    const whole = { addTags: [], removeTags: [], ...change };
    const done = await bridge.call("machine.mark", { id, change: whole });
    setRefusal(done.ok ? null : { of, error: done.error });
    return done.ok;
  }

  async function setTags(): Promise<void> {
    if (typedTags === null) return;
    const wanted = readTags(typedTags);
    const removeTags = tags.filter((tag) => !wanted.includes(tag));
    // Refused tags stay in the field.
    if (await mark("tags", { addTags: wanted, removeTags })) setTypedTags(null);
  }

  async function setNote(): Promise<void> {
    if (typedNote === null) return;
    if (await mark("note", { note: typedNote.trim() || null })) setTypedNote(null);
  }

  const wrong = (of: NonNullable<Refusal>["of"]) =>
    refusal?.of === of ? errorLine(words, refusal.error) : undefined;
  return (
    <section className="card form" aria-label={marks.title}>
      <TextField
        label={marks.tags}
        hint={marks.tagsHint}
        error={wrong("tags")}
        name="tags"
        value={typedTags ?? tags.join(" ")}
        onChange={setTypedTags}
        onBlur={() => void setTags()}
        onKeyDown={(event) => event.key === "Enter" && void setTags()}
      />
      <TextField
        label={marks.note}
        hint={marks.noteHint}
        error={wrong("note")}
        name="note"
        value={typedNote ?? note}
        onChange={setTypedNote}
        onBlur={() => void setNote()}
        onKeyDown={(event) => event.key === "Enter" && void setNote()}
      />
      <div>
        <label className="check">
          <input
            type="checkbox"
            aria-describedby={hintId}
            checked={isProtected}
            onChange={(event) => void mark("protected", { isProtected: event.target.checked })}
          />
          {marks.protected}
        </label>
        <p id={hintId} className="hint">
          {wrong("protected") ?? marks.protectedHint}
        </p>
      </div>
    </section>
  );
}

/** Splits a text at blanks and commas. */
function readTags(text: string): string[] {
  return text.split(/[\s,]+/).filter((tag) => tag !== "");
}
