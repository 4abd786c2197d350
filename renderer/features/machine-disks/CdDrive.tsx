import { type FormEvent, useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { ChangeMachine, MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { PathField } from "../../components/PathField.tsx";
import { SelectField } from "../../components/SelectField.tsx";

/** What is in a machine's CD drive, and whether it boots from there. A disc is changed at any time. */
export function CdDrive(props: { readonly machine: MachineView }) {
  const { id, status, definition } = props.machine;
  const words = useWords();
  const { disks } = words.ui;
  const { bootFrom } = disks;
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

  const insert = (cdrom: string) => set({ cdrom }, disks.inserted);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (path !== "") void insert(path);
  }

  const fault =
    error === null
      ? undefined
      : error.code === "input-invalid"
        ? words.ui.create.diskWrong
        : errorLine(words, error);
  return (
    <form className="card cd" noValidate={true} aria-label={disks.cd} onSubmit={submit}>
      <PathField
        label={disks.cdImage}
        name="cdrom"
        hint={isRunning ? disks.cdHintRunning : disks.cdHint}
        error={fault}
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
        <SelectField
          label={disks.boot}
          hint={isRunning ? disks.bootBusy : disks.bootHint}
          name="boot"
          disabled={isRunning || isBusy}
          value={definition.boot ?? "disk"}
          options={[
            ["disk", bootFrom.disk],
            ["cdrom", bootFrom.cdrom],
          ]}
          onChange={(value) => void set({ boot: value === "cdrom" ? "cdrom" : "disk" }, "")}
        />
      )}
    </form>
  );
}
