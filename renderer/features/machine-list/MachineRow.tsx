import { SquareTerminal, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, memo, useState } from "react";
import type { Notice } from "../../../electron/contract/app/state.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { primaryAction } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { useOneOpen } from "../../hooks/use-one-open.ts";
import { ActionIcon } from "../machine/ActionIcon.tsx";
import { MachineMenu } from "../machine/MachineMenu.tsx";
import { standingWord } from "../machine/standing-word.ts";
import { useStatusWords } from "../machine/use-status-words.ts";
import { OwnUplinkMark } from "../network/uplinks/MachineUplink.tsx";
import { WeatherMark } from "../network/WeatherMark.tsx";
import { MachineTroubles } from "../notices/MachineTroubles.tsx";
import { CopyAddress } from "./CopyAddress.tsx";
import { Unready } from "./Unready.tsx";

interface RowProps {
  readonly machine: MachineView;
  /** The lists of all machines: a new list for each row would defeat `memo`. */
  readonly notices: readonly Notice[];
  /** The bits of the LAN's subnet. */
  readonly prefixLength: number;
}

/** One machine in the popover. Typing in the filter hides or shows it, and draws nothing of it again. */
export const MachineRow = memo(function MachineRow({
  isHidden,
  ...row
}: RowProps & { readonly isHidden: boolean }) {
  return (
    <li className="machine-item" data-testid={`machine-row-${row.machine.name}`} hidden={isHidden}>
      <Row {...row} />
    </li>
  );
});

/** The content of a row; its errors stand in it, with the reason behind "why?". */
const Row = memo(function Row(props: RowProps) {
  const { machine, prefixLength } = props;
  const notices = props.notices.filter((notice) => notice.machine === machine.id);
  const words = useWords();
  const { ui } = words;
  const statusWords = useStatusWords(machine, words);
  const [isExplained, setExplained] = useOneOpen(machine.id);
  const { status } = machine;
  // The address stands where other statuses have their words.
  const hasAddress = status === "running";
  const isTroubled = machine.problem !== null || notices.length > 0;

  return (
    <>
      <div className={`row machine machine-${status}`}>
        <Lead machine={machine} isTroubled={isTroubled} />
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
          <CopyAddress address={machine.address} prefixLength={prefixLength} />
        ) : (
          // Made anew for each status: words that begin elsewhere would count as moved.
          !isTroubled && (
            <span key={status} className="side">
              {statusWords}
            </span>
          )
        )}
      </div>
      {isExplained && isTroubled && (
        <div className="row-note">
          <MachineTroubles machine={machine} notices={notices} />
        </div>
      )}
    </>
  );
});

/** The row's left part: the button that opens the machine's page, and what appears on hover. */
function Lead(props: {
  readonly machine: MachineView;
  /** Whether a word of trouble stands beside it, which leaves it less room. */
  readonly isTroubled: boolean;
}) {
  const { machine, isTroubled } = props;
  const words = useWords();
  const { ui } = words;
  const [hasMenu, setMenu] = useState(false);
  const { id, name, status } = machine;
  const canLogIn = status === "running";
  const logIn = () => void bridge.call("machine.terminal", { id });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !event.ctrlKey || !canLogIn) return;
    event.preventDefault();
    logIn();
  };
  return (
    <span className="lead">
      <button
        type="button"
        className="open"
        data-row
        title={canLogIn ? ui.machines.rowHint(name) : name}
        onClick={() => void bridge.call("window.open", { page: "machines", machine: id })}
        onKeyDown={onKeyDown}
        // The second button of a pointer, or the menu key.
        onContextMenu={(event) => {
          event.preventDefault();
          setMenu(true);
        }}
      >
        <StatusGlyph status={status} label={standingWord(machine, words)} />
        <span className="cut">
          {name}
          <OwnUplinkMark machine={machine} />
          <WeatherMark machine={machine} />
          <Unready machine={machine} />
        </span>
      </button>
      <span className="tools">
        {/* Also while it cannot be used: nothing may move when the machine starts. */}
        {!isTroubled && (
          <button
            type="button"
            className="icon-button"
            disabled={!canLogIn}
            aria-label={ui.actions.of(ui.actions.terminal, name)}
            title={ui.actions.terminal}
            onClick={logIn}
          >
            <SquareTerminal size={16} aria-hidden="true" />
          </button>
        )}
        <PrimaryAction machine={machine} />
        <MachineMenu machine={machine} isOpen={hasMenu} onOpen={setMenu} withDetails />
      </span>
    </span>
  );
}

function PrimaryAction({ machine: { id, name, status } }: { readonly machine: MachineView }) {
  const { ui } = useWords();
  const action = primaryAction(status);
  return (
    <button
      type="button"
      className="icon-button"
      // Not disabled: a disabled button would lose the focus that the keyboard put there.
      aria-disabled={action === null}
      aria-label={ui.actions.of(ui.verbs[action ?? "start"], name)}
      title={ui.verbs[action ?? "start"]}
      onClick={() => {
        if (action !== null) void bridge.call(`machine.${action}`, { id });
      }}
    >
      <ActionIcon action={action ?? "start"} />
    </button>
  );
}
