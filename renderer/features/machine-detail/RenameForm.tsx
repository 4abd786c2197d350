import { type FormEvent, useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Field } from "../../components/Field.tsx";
import { TextInput } from "../../components/TextInput.tsx";
import { useNameFault } from "../machine/use-name-fault.ts";

/** Renames a machine, which may be running. */
export function RenameForm(props: { readonly machine: MachineView }) {
  const { id, name } = props.machine;
  const words = useWords();
  const { machineSettings, create } = words.ui;
  const [typed, setTyped] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const wanted = typed ?? name;
  const fault = useNameFault(wanted, name);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (wanted === name || fault !== undefined) return;
    setBusy(true);
    const renamed = await bridge.call("machine.rename", { id, name: wanted });
    setBusy(false);
    setDone(renamed.ok);
    setRefusal(renamed.ok ? null : renamed.error);
  }

  const hint = isDone && wanted === name ? machineSettings.renamed : machineSettings.nameHint;
  return (
    <form className="card form" noValidate={true} onSubmit={(event) => void submit(event)}>
      <Field
        label={create.name}
        hint={hint}
        error={refusal === null ? fault : errorLine(words, refusal)}
      >
        {(ids) => (
          <div className="field-row">
            <TextInput
              {...ids}
              name="name"
              value={wanted}
              onChange={(text) => {
                setTyped(text);
                setRefusal(null);
                setDone(false);
              }}
            />
            <button
              type="submit"
              className="button"
              disabled={isBusy || wanted === name || fault !== undefined}
            >
              {machineSettings.rename}
            </button>
          </div>
        )}
      </Field>
    </form>
  );
}
