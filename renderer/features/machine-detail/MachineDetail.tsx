import { Check, Copy, SquareTerminal } from "lucide-react";
import { useState } from "react";
import type { MachineTab } from "../../../electron/contract/app/route.ts";
import type { Notice } from "../../../electron/contract/app/state.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { canDo, type MachineAction } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { useCopied } from "../../hooks/use-copied.ts";
import { useNow } from "../../hooks/use-now.ts";
import { ActionIcon } from "../machine/ActionIcon.tsx";
import { CopyDialog } from "../machine/CopyDialog.tsx";
import { ExportDialog } from "../machine/ExportDialog.tsx";
import { MachineMenu } from "../machine/MachineMenu.tsx";
import { sshCommand } from "../machine/machine-actions.ts";
import { runningWord } from "../machine/standing-word.ts";
import { useStatusWords } from "../machine/use-status-words.ts";
import { MachineTroubles } from "../notices/MachineTroubles.tsx";
import { MachineTabs } from "./MachineTabs.tsx";

/** The interval in which the words for how long it runs are drawn again, in milliseconds. */
const spanMs = 30_000;

/** The page of one machine, with its actions, problems and tabs. */
export function MachineDetail(props: {
  readonly machine: MachineView;
  readonly tab: MachineTab | undefined;
  readonly notices: readonly Notice[];
}) {
  const { machine, notices } = props;
  const { ui } = useWords();
  const [asked, setAsked] = useState<"copy" | "export" | null>(null);
  const [hasMenu, setMenu] = useState(false);
  const { status, name, pid } = machine;
  return (
    <section className="detail" data-machine={machine.id} aria-labelledby="machine-title">
      <header className="detail-head">
        <StatusGlyph status={status} label={ui.machines.status[status]} />
        <div className="detail-title">
          <h1 id="machine-title" className="cut" title={name}>
            {name}
          </h1>
          <Standing machine={machine} />
        </div>
        <div className="detail-actions">
          <MainButton machine={machine} />
          {pid !== null && (
            <>
              <IconAction machine={machine} action="stop" />
              {status !== "paused" && <IconAction machine={machine} action="pause" />}
              <IconAction machine={machine} action="restart" />
            </>
          )}
          <MachineMenu
            machine={machine}
            isOpen={hasMenu}
            onOpen={setMenu}
            onExport={() => setAsked("export")}
            onCopy={() => setAsked("copy")}
          />
        </div>
      </header>
      <MachineTroubles machine={machine} notices={notices} />
      <MachineTabs machine={machine} wanted={props.tab} />
      {asked === "copy" && <CopyDialog machine={machine} onClose={() => setAsked(null)} />}
      {asked === "export" && <ExportDialog machine={machine} onClose={() => setAsked(null)} />}
    </section>
  );
}

/** The line below the name: the status, the template, and the command that logs in. */
function Standing({ machine }: { readonly machine: MachineView }) {
  const words = useWords();
  const { ui } = words;
  const { status, startedAt, definition } = machine;
  const isRunning = status === "running" && startedAt !== null;
  const now = useNow(isRunning, spanMs);
  const statusWords = useStatusWords(machine, words);
  const ssh = sshCommand(machine);
  const { copied, copy } = useCopied(ssh);
  const Icon = copied ? Check : Copy;
  const label = ui.actions.of(ui.actions.copy, ui.detail.ssh);
  return (
    <div className="detail-standing dim">
      <span className="cut" role="status" title={isRunning ? ui.unit.time(startedAt) : undefined}>
        {isRunning
          ? ui.machines.runningFor(runningWord(machine, words), ui.unit.span(now - startedAt))
          : statusWords}
      </span>
      {definition.template !== undefined && <span className="cut">{definition.template.name}</span>}
      <span className="detail-ssh">
        <code className="mono selectable cut">{ssh}</code>
        <button
          type="button"
          className="icon-button"
          aria-label={label}
          title={copied ? ui.actions.copied : label}
          onClick={copy}
        >
          <Icon size={14} aria-hidden="true" />
        </button>
        <span className="unseen" aria-live="polite">
          {copied && ui.actions.copied}
        </span>
      </span>
    </div>
  );
}

/** The button for what is done most: log in while it runs, resume it, or start it. */
function MainButton({ machine }: { readonly machine: MachineView }) {
  const { ui } = useWords();
  const { id, pid, status } = machine;
  const action = status === "paused" ? "resume" : "start";
  if (pid !== null && status !== "paused") return <TerminalButton machine={machine} />;
  return (
    <button
      type="button"
      className="button button-primary"
      disabled={!canDo(action, status)}
      onClick={() => void bridge.call(`machine.${action}`, { id })}
    >
      <ActionIcon action={action} />
      <span className="spare-word">{ui.verbs[action]}</span>
    </button>
  );
}

/** The button of an action as an icon, disabled while the machine's status does not allow it. */
function IconAction(props: {
  readonly machine: MachineView;
  readonly action: Exclude<MachineAction, "delete">;
}) {
  const { ui } = useWords();
  const { machine, action } = props;
  return (
    <button
      type="button"
      className="button button-icon"
      aria-label={ui.verbs[action]}
      title={ui.verbs[action]}
      disabled={!canDo(action, machine.status)}
      onClick={() => void bridge.call(`machine.${action}`, { id: machine.id })}
    >
      <ActionIcon action={action} />
    </button>
  );
}

/** Opens the user's terminal with a login to the machine; an error becomes a notice of it. */
function TerminalButton(props: { readonly machine: MachineView }) {
  const { id } = props.machine;
  const words = useWords();
  return (
    <button
      type="button"
      className="button button-primary"
      title={words.ui.console.openTerminal}
      onClick={() => void bridge.call("machine.terminal", { id })}
    >
      <SquareTerminal size={16} aria-hidden="true" />
      <span className="spare-word">{words.ui.console.openTerminal}</span>
    </button>
  );
}
