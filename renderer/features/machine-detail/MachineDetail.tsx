import { SquareTerminal } from "lucide-react";
import { useState } from "react";
import type { MachineTab } from "../../../electron/contract/app/route.ts";
import type { Notice } from "../../../electron/contract/app/state.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import {
  canDo,
  type MachineAction,
  primaryAction,
} from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { CopyLine } from "../../components/CopyLine.tsx";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { ActionIcon } from "../machine/ActionIcon.tsx";
import { CopyDialog } from "../machine/CopyDialog.tsx";
import { DeleteDialog } from "../machine/DeleteDialog.tsx";
import { ExportDialog } from "../machine/ExportDialog.tsx";
import { MachineMenu } from "../machine/MachineMenu.tsx";
import { sshCommand } from "../machine/machine-actions.ts";
import { useStatusWords } from "../machine/use-status-words.ts";
import { MachineTroubles } from "../notices/MachineTroubles.tsx";
import { MachineTabs } from "./MachineTabs.tsx";

/** The page of one machine, with its actions, problems and tabs. */
export function MachineDetail(props: {
  readonly machine: MachineView;
  readonly tab: MachineTab | undefined;
  readonly notices: readonly Notice[];
}) {
  const { machine, notices } = props;
  const words = useWords();
  const { ui } = words;
  const statusWords = useStatusWords(machine, words);
  const [asked, setAsked] = useState<"copy" | "export" | "delete" | null>(null);
  const [hasMenu, setMenu] = useState(false);
  const { status, name, startedAt } = machine;
  const primary = primaryAction(status) ?? (status === "stopping" ? "stop" : "start");
  return (
    <section className="detail" aria-labelledby="machine-title">
      <header className="detail-head">
        <StatusGlyph status={status} label={ui.machines.status[status]} />
        <div className="detail-title">
          <h1 id="machine-title">{name}</h1>
          <span className="dim cut" role="status">
            {status === "running" && startedAt !== null
              ? ui.machines.since(ui.unit.time(startedAt))
              : statusWords}
          </span>
        </div>
        <div className="detail-actions">
          {/* Stopping a machine is not highlighted as the page's main action. */}
          <ActionButton machine={machine} action={primary} isPrimary={primary !== "stop"} />
          <ActionButton machine={machine} action="pause" />
          <ActionButton machine={machine} action="restart" />
          <MachineMenu
            machine={machine}
            isOpen={hasMenu}
            onOpen={setMenu}
            onExport={() => setAsked("export")}
            onCopy={() => setAsked("copy")}
            onDelete={() => setAsked("delete")}
          />
        </div>
      </header>
      <MachineTroubles machine={machine} notices={notices} />
      <CopyLine label={ui.detail.ssh} text={sshCommand(machine)}>
        <TerminalButton machine={machine} />
      </CopyLine>
      <MachineTabs machine={machine} wanted={props.tab} />
      {asked === "copy" && <CopyDialog machine={machine} onClose={() => setAsked(null)} />}
      {asked === "export" && <ExportDialog machine={machine} onClose={() => setAsked(null)} />}
      {asked === "delete" && <DeleteDialog machines={[machine]} onClose={() => setAsked(null)} />}
    </section>
  );
}

/** The button of an action, disabled while the machine's status does not allow it. */
function ActionButton(props: {
  readonly machine: MachineView;
  readonly action: Exclude<MachineAction, "delete">;
  /** Whether the button is highlighted; left out for one beside the main action. */
  readonly isPrimary?: boolean;
}) {
  const { ui } = useWords();
  const { machine, action } = props;
  const isSpare = props.isPrimary === undefined;
  return (
    <button
      type="button"
      className={props.isPrimary === true ? "button button-primary" : "button"}
      title={isSpare ? ui.verbs[action] : undefined}
      disabled={!canDo(action, machine.status)}
      onClick={() => void bridge.call(`machine.${action}`, { id: machine.id })}
    >
      <ActionIcon action={action} />
      <span className={isSpare ? "spare-word" : undefined}>{ui.verbs[action]}</span>
    </button>
  );
}

/** Opens the user's terminal with a login to the machine; an error becomes a notice of it. */
function TerminalButton(props: { readonly machine: MachineView }) {
  const { id, pid } = props.machine;
  const words = useWords();
  return (
    <button
      type="button"
      className="button"
      disabled={pid === null}
      onClick={() => void bridge.call("machine.terminal", { id })}
    >
      <SquareTerminal size={14} aria-hidden="true" />
      {words.ui.console.openTerminal}
    </button>
  );
}
