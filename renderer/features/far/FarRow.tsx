import { SquareTerminal, TriangleAlert } from "lucide-react";
import { memo } from "react";
import type { Notice } from "../../../electron/contract/app/state.ts";
import { type FarMachineView, farName } from "../../../electron/contract/computer/far-machine.ts";
import { primaryAction } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { useOneOpen } from "../../hooks/use-one-open.ts";
import { ActionIcon } from "../machine/ActionIcon.tsx";
import { CopyAddress } from "../machine-list/CopyAddress.tsx";
import { Notices } from "../notices/Notices.tsx";
import { farStatusLabel } from "./far-names.ts";
import { useFarStanding } from "./far-words.ts";

interface RowProps {
  readonly machine: FarMachineView;
  /** The list of all machines: a new list for each row would defeat `memo`. */
  readonly notices: readonly Notice[];
  /** The bits of the LAN's subnet. */
  readonly prefixLength: number;
}

/** A machine of another computer in the popover. Typing in the filter draws nothing of it again. */
export const FarRow = memo(function FarRow({
  isHidden,
  ...row
}: RowProps & { readonly isHidden: boolean }) {
  const { machine } = row;
  return (
    <li
      className={machine.unheardSince === null ? "machine-item" : "machine-item far-unheard"}
      data-testid={`machine-row-${farName(machine)}`}
      hidden={isHidden}
    >
      <Row {...row} />
    </li>
  );
});

/** The content of a row; its errors stand in it, behind “why?”. */
const Row = memo(function Row(props: RowProps) {
  const { machine } = props;
  const { status, address, unheardSince } = machine;
  const words = useWords();
  const standing = useFarStanding(machine);
  const [isExplained, setExplained] = useOneOpen(machine.id);
  const notices = props.notices.filter((notice) => notice.machine === machine.id);
  const isTroubled = notices.length > 0;
  const isReached = unheardSince === null;
  return (
    <>
      <div className={`row machine machine-${status}`}>
        <span className="lead">
          <button
            type="button"
            className="open"
            data-row
            title={farName(machine)}
            onClick={() =>
              void bridge.call("window.open", { page: "machines", machine: machine.id })
            }
          >
            <StatusGlyph status={status} label={farStatusLabel(machine, words)} />
            <span className="far-name">
              <span className="cut">{machine.name}</span>{" "}
              <span className="cut far-computer dim">· {machine.computer}</span>
            </span>
          </button>
          {isReached && <Tools machine={machine} />}
        </span>
        {isTroubled && (
          <button
            type="button"
            className="why warn"
            aria-expanded={isExplained}
            onClick={() => setExplained(!isExplained)}
          >
            <TriangleAlert size={14} aria-hidden="true" />{" "}
            <span className="link-button">{words.ui.machines.why}</span>
          </button>
        )}
        {isReached && status === "running" && address !== null ? (
          <CopyAddress address={address} prefixLength={props.prefixLength} />
        ) : (
          !isTroubled && (
            <span key={standing} className="side">
              {standing}
            </span>
          )
        )}
      </div>
      {isExplained && isTroubled && (
        <div className="row-note">
          <Notices notices={notices} />
        </div>
      )}
    </>
  );
});

/** The buttons that appear on hover. */
function Tools({ machine }: { readonly machine: FarMachineView }) {
  const { ui } = useWords();
  const { id, status } = machine;
  const action = primaryAction(status);
  const canLogIn = status === "running";
  return (
    <span className="tools">
      <button
        type="button"
        className="icon-button"
        disabled={!canLogIn}
        aria-label={ui.actions.of(ui.actions.terminal, farName(machine))}
        title={ui.actions.terminal}
        onClick={() => void bridge.call("machine.terminal", { id })}
      >
        <SquareTerminal size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        // Not disabled: a disabled button would lose the focus that the keyboard put there.
        aria-disabled={action === null}
        aria-label={ui.actions.of(ui.verbs[action ?? "start"], farName(machine))}
        title={ui.verbs[action ?? "start"]}
        onClick={() => {
          if (action !== null) void bridge.call(`machine.${action}`, { id });
        }}
      >
        <ActionIcon action={action ?? "start"} />
      </button>
    </span>
  );
}
