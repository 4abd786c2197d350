import { type FormEvent, useState } from "react";
import type { Result } from "../../../electron/contract/errors.ts";
import type { FurtherDisk } from "../../../electron/contract/machine.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { Field } from "../../components/Field.tsx";
import { focusOnSight } from "../../components/focus-on-sight.ts";
import { useSending } from "../../components/use-sending.ts";
import { useWords } from "../../snapshot.ts";
import { DiskField } from "./DiskField.tsx";
import { toBytes } from "./new-machine.ts";

/** The largest disk that there can be, in bytes. */
const mostBytes = 64 * 2 ** 40;

/** Asks for a further disk: a new empty one, or an image that exists. What is refused stays typed. */
export function AddDiskForm(props: {
  readonly onAdd: (disk: FurtherDisk) => Promise<Result<void>>;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const { disks, create, actions } = words.ui;
  const [kind, setKind] = useState<"new" | "file">("new");
  const [size, setSize] = useState("20");
  const [path, setPath] = useState("");
  const [isWrong, setWrong] = useState(false);
  const sending = useSending();
  const { isBusy, refusal } = sending;
  const refused = refusal === null ? undefined : errorLine(words, refusal);

  function forget(): void {
    setWrong(false);
    sending.forget();
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    forget();
    const bytes = toBytes(size);
    const isGood = kind === "new" ? bytes > 0 && bytes <= mostBytes : path.startsWith("/");
    if (isGood) {
      await sending.send(() => props.onAdd(kind === "new" ? { kind, bytes } : { kind, path }));
    } else {
      setWrong(true);
      sending.leadToWrong();
    }
  }

  return (
    <form
      ref={sending.form}
      className="disk-form disk-add"
      noValidate={true}
      aria-label={disks.addTitle}
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
      }}
    >
      <fieldset className="segments">
        <legend className="sr-only">{disks.addTitle}</legend>
        {(["new", "file"] as const).map((each) => (
          <label key={each} className="segment">
            <input
              type="radio"
              name="disk-kind"
              checked={kind === each}
              onChange={() => {
                setKind(each);
                forget();
              }}
            />
            {disks.kinds[each]}
          </label>
        ))}
      </fieldset>
      {kind === "new" ? (
        <Field
          label={disks.addSize}
          hint={disks.addSizeHint}
          error={isWrong ? disks.addSizeWrong : refused}
        >
          {(ids) => (
            <input
              {...ids}
              className="input"
              inputMode="numeric"
              autoComplete="off"
              ref={focusOnSight}
              value={size}
              onChange={(event) => {
                setSize(event.target.value);
                forget();
              }}
            />
          )}
        </Field>
      ) : (
        <DiskField
          value={path}
          error={isWrong ? create.diskWrong : refused}
          onChange={(value) => {
            setPath(value);
            forget();
          }}
        />
      )}
      <div className="form-foot form-foot-end">
        <button type="button" className="button" onClick={props.onClose}>
          {actions.cancel}
        </button>
        <button type="submit" className="button button-primary" disabled={isBusy}>
          {disks.addDo}
        </button>
      </div>
    </form>
  );
}
