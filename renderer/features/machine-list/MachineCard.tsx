import { memo } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { describeError } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { useNow } from "../../hooks/use-now.ts";
import { standingWord } from "../machine/standing-word.ts";
import { WeatherMark } from "../network/WeatherMark.tsx";
import { hostPart } from "./host-part.ts";
import { Unready } from "./Unready.tsx";

/** React wants to hear of each box: the list does. */
const heardByList = () => {};

/**
 * One machine in the dashboard's list: a click shows it, its box selects it. The list handles the
 * events of all cards, so that typing in the filter draws none of them again.
 */
export const MachineCard = memo(function MachineCard(props: {
  readonly machine: MachineView;
  readonly isShown: boolean;
  readonly isSelected: boolean;
  /** Whether the filter leaves it out; making it again would take too long for a key. */
  readonly isHidden: boolean;
  /** The bits of the LAN's subnet. */
  readonly prefixLength: number;
}) {
  const words = useWords();
  const { ui } = words;
  const { machine } = props;
  const { startedAt } = machine;
  const isRunning = machine.status === "running" && startedAt !== null;
  const now = useNow(isRunning, 60_000);
  // The glyph tells that it is running; the words tell for how long.
  const standing = isRunning
    ? [
        ...(machine.setup?.stage === "ready" ? [standingWord(machine, words)] : []),
        ui.unit.span(Math.max(0, now - startedAt)),
      ].join(" · ")
    : standingWord(machine, words);
  return (
    <li
      className="machine-item"
      data-testid={`machine-row-${machine.name}`}
      data-machine={machine.id}
      hidden={props.isHidden}
    >
      <button type="button" className="machine-card" aria-current={props.isShown}>
        <StatusGlyph status={machine.status} label={standingWord(machine, words)} />
        <span className="cut machine-name" title={machine.name}>
          {machine.name}
        </span>
        <span className="mono dim" title={machine.address}>
          {hostPart(machine.address, props.prefixLength)}
        </span>
        <span className={`cut machine-words ${machine.status === "failed" ? "bad" : "dim"}`}>
          {machine.definition.template !== undefined && machine.problem === null && (
            <>{machine.definition.template.name} · </>
          )}
          {machine.status === "failed" && machine.problem !== null
            ? describeError(words, machine.problem).what
            : standing}
          <WeatherMark machine={machine} />
          <Unready machine={machine} />
        </span>
      </button>
      <input
        type="checkbox"
        className="machine-select"
        aria-label={ui.machineList.select(machine.name)}
        checked={props.isSelected}
        onChange={heardByList}
      />
    </li>
  );
});
