import { Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { ComputerLook } from "../../../electron/contract/computer/computer.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Switch } from "../../components/Switch.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { offerUndo } from "../../components/undo-offers.ts";
import { useNow } from "../../hooks/use-now.ts";

/** The interval in ms at which the time since an answer is told anew. */
const pace = 15_000;

/** One computer: its machines, its place in the LAN, and what is wrong with it. */
export function ComputerRow(props: {
  readonly computer: ComputerLook;
  readonly onChanged: () => Promise<void>;
}) {
  const { computer, onChanged } = props;
  const { name, host, isJoined, isPlugged, isUplink, leadsOut, viaName, problem } = computer;
  const words = useWords();
  const { computers, ui } = words;
  const [busy, setBusy] = useState<"check" | "join" | "lead" | null>(null);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const [lacks, setLacks] = useState<readonly AppError[] | null>(null);

  async function check(): Promise<void> {
    setBusy("check");
    const checked = await bridge.call("computer.check", { name });
    setLacks(checked.ok ? checked.value : null);
    await onChanged();
    setBusy(null);
  }

  // One that was just added is asked at once.
  const isNew = useRef(computer.answered === null && problem === null);
  useEffect(() => {
    if (!isNew.current) return;
    isNew.current = false;
    void check();
  });

  async function join(isWanted: boolean): Promise<void> {
    setBusy("join");
    const done = await bridge.call("computer.join", { name, isJoined: isWanted });
    setRefusal(done.ok ? null : done.error);
    await onChanged();
    setBusy(null);
  }

  async function lead(isWanted: boolean): Promise<void> {
    setBusy("lead");
    const done = await bridge.call("computer.lead", { name, isUplink: isWanted });
    setRefusal(done.ok ? null : done.error);
    await onChanged();
    setBusy(null);
  }

  async function remove(): Promise<void> {
    const done = await bridge.call("computer.remove", { name });
    if (!done.ok) setRefusal(done.error);
    else offerUndo(computers.removed(name), () => bring(computer));
    await onChanged();
  }

  return (
    <li className="computer">
      <div className="computer-line">
        <div className="computer-names">
          <strong className="cut">{name}</strong>
          <code className="mono dim selectable cut" title={host}>
            {host}
          </code>
        </div>
        <Heard computer={computer} />
        <button
          type="button"
          className="button"
          aria-label={ui.actions.of(computers.check, name)}
          aria-busy={busy === "check"}
          disabled={busy === "check"}
          onClick={() => void check()}
        >
          {busy === "check" ? computers.checking : computers.check}
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={ui.actions.of(computers.remove, name)}
          title={ui.actions.of(computers.remove, name)}
          onClick={() => void remove()}
        >
          <Trash2 size={14} aria-hidden="true" />
        </button>
      </div>
      <div className="computer-lan">
        <span className="dim">
          {isJoined ? (isPlugged ? computers.joined : computers.waiting) : computers.apart}
        </span>
        <Switch
          label={computers.join(name)}
          checked={isJoined}
          busy={busy === "join"}
          onChange={(isWanted) => void join(isWanted)}
        />
      </div>
      <div className="computer-lan">
        <span className="dim">
          {!isUplink
            ? computers.noUplink
            : leadsOut
              ? computers.leadsOut(viaName)
              : computers.leadsLater}
        </span>
        <Switch
          label={computers.lead(name)}
          checked={isUplink}
          busy={busy === "lead"}
          onChange={(isWanted) => void lead(isWanted)}
        />
      </div>
      {lacks?.length === 0 && problem === null && (
        <p className="dim" role="status">
          {computers.fine}
        </p>
      )}
      {lacks?.map((lack) => (
        <Trouble key={lack.code} level="warning" about={lack} onDismiss={() => setLacks(null)} />
      ))}
      {problem !== null && <Trouble level="warning" about={problem} onRetry={check} />}
      {refusal !== null && (
        <Trouble level="error" about={refusal} onDismiss={() => setRefusal(null)} />
      )}
    </li>
  );
}

/** How many machines a computer has, and when it last answered. */
function Heard({ computer }: { readonly computer: ComputerLook }) {
  const { machines, answered } = computer;
  const { computers, ui } = useWords();
  const now = useNow(answered !== null, pace);
  const age = answered === null ? 0 : now - answered;
  const texts = [
    machines !== null && computers.machines(machines),
    answered === null
      ? computers.never
      : age < 60_000
        ? computers.now
        : computers.ago(ui.unit.ago(age)),
  ];
  return <span className="dim computer-heard">{texts.filter(Boolean).join(" · ")}</span>;
}

/** Adds a computer that was removed, in the LAN again if it was, and as an uplink if it was one. */
async function bring({ name, host, isJoined, isUplink }: ComputerLook) {
  const added = await bridge.call("computer.add", { name, host });
  if (!added.ok) return added;
  const led = isUplink ? await bridge.call("computer.lead", { name, isUplink }) : added;
  return led.ok && isJoined ? bridge.call("computer.join", { name, isJoined }) : led;
}
