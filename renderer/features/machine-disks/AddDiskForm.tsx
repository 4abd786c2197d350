import { useState } from "react";
import type { Result } from "../../../electron/contract/errors/app-error.ts";
import type { FurtherDisk } from "../../../electron/contract/machine/machine.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { AddForm } from "../../components/AddForm.tsx";
import { Field } from "../../components/Field.tsx";
import { Segments } from "../../components/Segments.tsx";
import { focusOnSight } from "../../hooks/focus-on-sight.ts";
import { useSending } from "../../hooks/use-sending.ts";
import { DiskField } from "../machine/DiskField.tsx";
import { toBytes } from "../machine/hardware-draft.ts";

/** The size of the largest disk that main accepts, in bytes. */
const mostBytes = 64 * 2 ** 40;

/** Asks for a further disk: a new empty one, or an existing image. Refused input stays in the form. */
export function AddDiskForm(props: {
  readonly onAdd: (disk: FurtherDisk) => Promise<Result<void>>;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const { disks, create } = words.ui;
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

  async function submit(): Promise<void> {
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
    <AddForm
      form={sending.form}
      className="disk-form disk-add"
      label={disks.addTitle}
      submit={disks.addDo}
      isBusy={isBusy}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <Segments
        label={disks.addTitle}
        name="disk-kind"
        values={["new", "file"]}
        value={kind}
        nameOf={(each) => disks.kinds[each]}
        onChange={(each) => {
          setKind(each);
          forget();
        }}
      />
      {kind === "new" ? (
        <SizeField
          value={size}
          error={isWrong ? disks.addSizeWrong : refused}
          onChange={(text) => {
            setSize(text);
            forget();
          }}
        />
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
    </AddForm>
  );
}

function SizeField(props: {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}) {
  const { disks } = useWords().ui;
  return (
    <Field label={disks.addSize} hint={disks.addSizeHint} error={props.error}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          inputMode="numeric"
          autoComplete="off"
          ref={focusOnSight}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
