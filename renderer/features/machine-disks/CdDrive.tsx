import { type FormEvent, useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { ChangeMachine, MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { PathField } from "../../components/PathField.tsx";
import { SelectField } from "../../components/SelectField.tsx";

type Boot = NonNullable<MachineView["definition"]["boot"]>;

/** The disc in a machine's CD drive, which can change at any time, and whether it boots from it. */
export function CdDrive(props: { readonly machine: MachineView }) {
  const { id, status, definition } = props.machine;
  const words = useWords();
  const { disks } = words.ui;
  const before = definition.cdrom ?? "";
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [said, setSaid] = useState("");
  const [isBusy, setBusy] = useState(false);
  const path = (typed ?? before).trim();
  const isRunning = isAlive(status);

  async function set(change: ChangeMachine, outcome: string): Promise<void> {
    setBusy(true);
    setSaid("");
    const done = await bridge.call("machine.set", { id, change });
    setBusy(false);
    setError(done.ok ? null : done.error);
    if (!done.ok) return;
    setTyped(null);
    setSaid(outcome);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (path !== "") void set({ cdrom: path }, disks.inserted);
  }

  return (
    <form className="card cd" noValidate={true} aria-label={disks.cd} onSubmit={submit}>
      <PathField
        label={disks.cdImage}
        name="cdrom"
        hint={isRunning ? disks.cdHintRunning : disks.cdHint}
        error={error === null ? undefined : faultWords(words, error)}
        value={typed ?? before}
        onChange={(value) => {
          setTyped(value);
          setError(null);
        }}
      />
      <div className="form-foot">
        <span className="settings-outcome dim" role="status">
          {said}
        </span>
        <button
          type="button"
          className="button"
          disabled={isBusy || before === ""}
          onClick={() =>
            void set({ cdrom: null }, isRunning ? disks.ejectedRunning : disks.ejected)
          }
        >
          {disks.eject}
        </button>
        <button
          type="submit"
          className="button button-primary"
          disabled={isBusy || path === "" || path === before}
        >
          {disks.insert}
        </button>
      </div>
      {before !== "" && (
        <BootField
          boot={definition.boot ?? "disk"}
          isRunning={isRunning}
          isBusy={isBusy}
          onChange={(boot) => void set({ boot }, "")}
        />
      )}
    </form>
  );
}

/** Returns the words for a refused change; the path is the only input that can be invalid. */
function faultWords(words: Words, error: AppError): string {
  return error.code === "input-invalid" ? words.ui.create.diskWrong : errorLine(words, error);
}

/** Chooses the device that the machine boots from, while it is stopped. */
function BootField(props: {
  readonly boot: Boot;
  readonly isRunning: boolean;
  readonly isBusy: boolean;
  readonly onChange: (boot: Boot) => void;
}) {
  const { isRunning } = props;
  const { disks } = useWords().ui;
  return (
    <SelectField
      label={disks.boot}
      hint={isRunning ? disks.bootBusy : disks.bootHint}
      name="boot"
      disabled={isRunning || props.isBusy}
      value={props.boot}
      options={[
        ["disk", disks.bootFrom.disk],
        ["cdrom", disks.bootFrom.cdrom],
      ]}
      onChange={(value) => props.onChange(value === "cdrom" ? "cdrom" : "disk")}
    />
  );
}
