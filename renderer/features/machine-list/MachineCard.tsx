import type { KeyboardEvent } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { describeError } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { hostPart } from "./host-part.ts";
import { Silence } from "./Silence.tsx";

/** One machine in the dashboard's list: a click shows it, its box selects it. */
export function MachineCard(props: {
  readonly machine: MachineView;
  readonly isShown: boolean;
  readonly isSelected: boolean;
  readonly onShow: () => void;
  /** With `isRange`, all machines from the last selected one are selected. */
  readonly onSelect: (isRange: boolean) => void;
  readonly onKey: (event: KeyboardEvent<HTMLElement>) => void;
}) {
  const { lan } = useAppState();
  const words = useWords();
  const { ui } = words;
  const { machine } = props;
  return (
    <li data-testid={`machine-row-${machine.name}`} data-machine={machine.id}>
      <button
        type="button"
        className="machine-card"
        aria-current={props.isShown}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) props.onSelect(event.shiftKey);
          else props.onShow();
        }}
        onKeyDown={props.onKey}
      >
        <StatusGlyph status={machine.status} label={ui.machines.status[machine.status]} />
        <span className="cut machine-name" title={machine.name}>
          {machine.name}
        </span>
        <span className="mono dim" title={machine.address}>
          {hostPart(machine.address, lan.settings.prefixLength)}
        </span>
        <span className={`cut machine-words ${machine.status === "failed" ? "bad" : "dim"}`}>
          {machine.definition.template !== undefined && machine.problem === null && (
            <>{machine.definition.template.name} · </>
          )}
          {machine.status === "failed" && machine.problem !== null
            ? describeError(words, machine.problem).what
            : ui.machines.status[machine.status]}
          <Silence machine={machine} />
        </span>
      </button>
      <input
        type="checkbox"
        className="machine-select"
        aria-label={ui.machineList.select(machine.name)}
        checked={props.isSelected}
        onChange={({ nativeEvent }) =>
          props.onSelect(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
        }
        onKeyDown={props.onKey}
      />
    </li>
  );
}
