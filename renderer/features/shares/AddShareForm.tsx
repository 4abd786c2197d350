import { useId, useState } from "react";
import type { Result } from "../../../electron/contract/errors/app-error.ts";
import type { Share } from "../../../electron/contract/machine/share.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { AddForm } from "../../components/AddForm.tsx";
import { Field } from "../../components/Field.tsx";
import { PathField } from "../../components/PathField.tsx";
import { TextInput } from "../../components/TextInput.tsx";
import { useSending } from "../../hooks/use-sending.ts";

/** Asks for a folder to share. Refused input stays in the form. */
export function AddShareForm(props: {
  /** The folder that the form begins with, as one that was dropped; "" for none. */
  readonly folder: string;
  readonly onAdd: (share: Share) => Promise<Result<void>>;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const { shares } = words;
  const [folder, setFolder] = useState(props.folder);
  const [guestFolder, setGuestFolder] = useState(placeFor(props.folder));
  const [isReadOnly, setReadOnly] = useState(false);
  const hintId = useId();
  const { form, isBusy, refusal, forget, send } = useSending();
  return (
    <AddForm
      form={form}
      className="forward-form"
      label={shares.addTitle}
      submit={shares.addDo}
      isBusy={isBusy}
      onSubmit={() => {
        const readOnly = isReadOnly ? ({ readOnly: true } as const) : {};
        void send(() => props.onAdd({ folder, guestFolder, ...readOnly }));
      }}
      onClose={props.onClose}
    >
      <PathField
        label={shares.folder}
        name="share-folder"
        pick="share.pick"
        error={refusal === null ? undefined : errorLine(words, refusal)}
        value={folder}
        onChange={(path) => {
          setFolder(path);
          forget();
        }}
        onGiven={(path) => setGuestFolder((now) => now || placeFor(path))}
      />
      <Field label={shares.guestFolder} hint={shares.guestFolderHint}>
        {(ids) => (
          <TextInput
            {...ids}
            name="share-guest-folder"
            value={guestFolder}
            onChange={(path) => {
              setGuestFolder(path);
              forget();
            }}
          />
        )}
      </Field>
      <div>
        <label className="check">
          <input
            type="checkbox"
            aria-describedby={hintId}
            checked={isReadOnly}
            onChange={(event) => setReadOnly(event.target.checked)}
          />
          {shares.readOnly}
        </label>
        <p id={hintId} className="hint">
          {shares.readOnlyHint}
        </p>
      </div>
    </AddForm>
  );
}

/** Proposes a path in the machine: the folder's own name, as far as it may stand there. */
function placeFor(folder: string): string {
  const name = folder.split("/").findLast((each) => each !== "") ?? "";
  const fit = name.replace(/[\s\\\p{Cc}]+/gu, "-");
  return fit === "" ? "" : `/${fit}`;
}
