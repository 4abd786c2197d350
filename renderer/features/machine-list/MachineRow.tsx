import { TriangleAlert } from "lucide-react";
import { memo, useState } from "react";
import type { Notice } from "../../../electron/contract/app/state.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { primaryAction } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { useCopied } from "../../components/use-copied.ts";
import { ActionIcon } from "../machine/ActionIcon.tsx";
import { MachineMenu } from "../machine/MachineMenu.tsx";
import { Silence } from "../machine/Silence.tsx";
import { useStatusWords } from "../machine/use-status-words.ts";
import { OwnUplinkMark } from "../network/MachineUplink.tsx";
import { Notices } from "../notices/Notices.tsx";

interface MachineRowProps {
  readonly machine: MachineView;
  /** All that there are: a list of its own in each row would differ each time. */
  readonly notices: readonly Notice[];
}

/**
 * One machine in the popover. Errors stay in its row, with the reason behind "why?". Typing in the
 * filter draws no row again that is there already.
 */
export const MachineRow = memo(function MachineRow(props: MachineRowProps) {
  const { machine } = props;
  const notices = props.notices.filter((notice) => notice.machine === machine.id);
  const words = useWords();
  const { ui } = words;
  const statusWords = useStatusWords(machine, words);
  const [isExplained, setExplained] = useState(false);
  const [hasMenu, setMenu] = useState(false);
  const { id, name, status } = machine;
  const action = primaryAction(status);
  // Where the status needs no words of its own, its place is the address's.
  const hasAddress = status === "running" || status === "stopped";
  const isTroubled = machine.problem !== null || notices.length > 0;

  return (
    <>
      <div className={`row machine machine-${status}`}>
        <span className="lead">
          <button
            type="button"
            className="open"
            data-row
            title={name}
            onClick={() => void bridge.call("window.open", { page: "machines", machine: id })}
            // The second button of a pointer, or the menu key.
            onContextMenu={(event) => {
              event.preventDefault();
              setMenu(true);
            }}
          >
            <StatusGlyph status={status} label={ui.machines.status[status]} />
            <span className="cut">
              {name}
              <OwnUplinkMark machine={machine} />
              <Silence machine={machine} />
            </span>
          </button>
          <span className="tools">
            <button
              type="button"
              className="icon-button"
              // Not disabled: who started it by a key would lose the place in the list.
              aria-disabled={action === null}
              aria-label={ui.actions.of(ui.verbs[action ?? "start"], name)}
              title={ui.verbs[action ?? "start"]}
              onClick={() => {
                if (action !== null) void bridge.call(`machine.${action}`, { id });
              }}
            >
              <ActionIcon action={action ?? "start"} />
            </button>
            <MachineMenu machine={machine} isOpen={hasMenu} onOpen={setMenu} withDetails />
          </span>
        </span>
        {isTroubled && (
          <button
            type="button"
            className={`why ${status === "failed" ? "bad" : "warn"}`}
            aria-expanded={isExplained}
            onClick={() => setExplained(!isExplained)}
          >
            {hasAddress ? <TriangleAlert size={14} aria-hidden="true" /> : `${statusWords} ·`}{" "}
            <span className="link-button">{ui.machines.why}</span>
          </button>
        )}
        {hasAddress ? (
          <CopyAddress address={machine.address} />
        ) : (
          !isTroubled && <span className="side">{statusWords}</span>
        )}
      </div>
      {isExplained && isTroubled && (
        <div className="row-note">
          {machine.problem !== null && (
            <Note level={status === "failed" ? "error" : "warning"} about={machine.problem} />
          )}
          {machine.problem?.code === "kvm-guest-state" && (
            <button
              type="button"
              className="button"
              onClick={() => void bridge.call("window.open", { page: "machines", machine: id })}
            >
              {ui.health.repair}
            </button>
          )}
          <Notices notices={notices} />
        </div>
      )}
    </>
  );
});

function CopyAddress(props: { readonly address: string }) {
  const { ui } = useWords();
  const { copied, copy } = useCopied(props.address);
  return (
    <button
      type="button"
      className="side mono"
      title={ui.actions.copyAddress(props.address)}
      onClick={copy}
    >
      <span aria-live="polite">{copied ? ui.actions.copied : props.address}</span>
    </button>
  );
}
