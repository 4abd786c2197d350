import { useState } from "react";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { AddForm } from "../../components/AddForm.tsx";
import { TextField } from "../../components/TextInput.tsx";
import { useSending } from "../../hooks/use-sending.ts";

/** Returns a name for a computer by the host that ssh knows: its first label. */
function nameFor(host: string): string {
  const label = host.slice(host.indexOf("@") + 1).split(".")[0] ?? "";
  return label.toLowerCase().replace(/[^a-z0-9-]+/g, "-");
}

/** Asks for a computer to add. Refused input stays in the form. */
export function AddComputerForm(props: {
  readonly onAdded: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const { computers } = words;
  const [host, setHost] = useState("");
  const [given, setName] = useState<string | null>(null);
  const name = given ?? nameFor(host);
  const { form, isBusy, refusal, forget, send } = useSending();
  const add = async () => {
    const added = await send(() => bridge.call("computer.add", { name, host }));
    if (!added.ok) return;
    props.onClose();
    await props.onAdded();
  };
  const error = refusal === null ? undefined : errorLine(words, refusal);
  const isOfName = refusal?.code === "computer-exists";
  return (
    <AddForm
      form={form}
      className="forward-form"
      label={computers.addTitle}
      submit={computers.addDo}
      isBusy={isBusy}
      onSubmit={() => void add()}
      onClose={props.onClose}
    >
      <TextField
        label={computers.host}
        hint={computers.hostHint}
        name="computer-host"
        error={isOfName ? undefined : error}
        value={host}
        onChange={(text) => {
          setHost(text);
          forget();
        }}
      />
      <TextField
        label={computers.name}
        hint={computers.nameHint}
        name="computer-name"
        error={isOfName ? error : undefined}
        value={name}
        onChange={(text) => {
          setName(text);
          forget();
        }}
      />
    </AddForm>
  );
}
