import { SquareTerminal } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { primaryAction } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { navigate } from "../../dashboard/route.ts";
import { useNow } from "../../hooks/use-now.ts";
import { ActionIcon } from "../machine/ActionIcon.tsx";
import { MachineMenu } from "../machine/MachineMenu.tsx";
import { useStatusWords } from "../machine/use-status-words.ts";
import { Unready } from "../machine-list/Unready.tsx";
import { CpuSpark } from "./CpuSpark.tsx";
import { tileAfter } from "./tile-keys.ts";

/** More machines than this are shown as rows. */
const mostTiles = 12;

/** The machines that have a living process, as tiles; arrow keys move between them. */
export function RunningTiles(props: { readonly machines: readonly MachineView[] }) {
  const { machines } = props;
  const list = useRef<HTMLUListElement>(null);

  function move(event: KeyboardEvent): void {
    const tiles = [...(list.current?.querySelectorAll<HTMLElement>(".machine-tile-open") ?? [])];
    const places = tiles.map((tile) => {
      const { left, top } = tile.getBoundingClientRect();
      return { left, top };
    });
    const to = tileAfter(event.key, tiles.indexOf(event.currentTarget as HTMLElement), places);
    if (to === null) return;
    tiles[to]?.focus();
    event.preventDefault();
  }

  return (
    <ul
      ref={list}
      className={machines.length > mostTiles ? "machine-tiles machine-tiles-rows" : "machine-tiles"}
    >
      {machines.map((machine) => (
        <MachineTile key={machine.id} machine={machine} onMove={move} />
      ))}
    </ul>
  );
}

function MachineTile(props: {
  readonly machine: MachineView;
  readonly onMove: (event: KeyboardEvent) => void;
}) {
  const { machine } = props;
  const { id, name, status, startedAt, definition } = machine;
  const words = useWords();
  const { ui } = words;
  const statusWords = useStatusWords(machine, words);
  const now = useNow(false);
  const action = primaryAction(status);
  const isRunning = status === "running";
  const act = () => {
    if (action !== null) void bridge.call(`machine.${action}`, { id });
  };
  const openTerminal = () => void bridge.call("machine.terminal", { id });

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === " ") act();
    else if (event.key.toLowerCase() === "s" && isRunning) openTerminal();
    else {
      props.onMove(event);
      return;
    }
    event.preventDefault();
  }

  return (
    <li className="machine-tile" data-testid={`tile-${name}`}>
      <button
        type="button"
        className="machine-tile-open"
        title={`${name}\n${ui.startPage.tileKeys(ui.verbs[action ?? "stop"])}`}
        onClick={() => navigate({ page: "machines", machine: id })}
        onKeyDown={press}
      >
        <span className="machine-tile-name">
          <StatusGlyph status={status} label={ui.machines.status[status]} />
          <span className="cut">{name}</span>
        </span>
        <span className="machine-tile-words dim cut">
          {isRunning
            ? [
                definition.template?.name,
                startedAt === null ? undefined : ui.unit.span(Math.max(0, now - startedAt)),
              ]
                .filter((part) => part !== undefined)
                .join(" · ")
            : statusWords}
          <Unready machine={machine} />
        </span>
        <CpuSpark machine={machine} />
      </button>
      <TileTools machine={machine} onAct={act} onTerminal={openTerminal} />
    </li>
  );
}

function TileTools(props: {
  readonly machine: MachineView;
  readonly onAct: () => void;
  readonly onTerminal: () => void;
}) {
  const { machine, onAct, onTerminal } = props;
  const { name, status } = machine;
  const { ui } = useWords();
  const [hasMenu, setMenu] = useState(false);
  const action = primaryAction(status);
  return (
    <span className="machine-tile-tools">
      {status === "running" && (
        <button
          type="button"
          className="icon-button"
          aria-label={ui.actions.of(ui.actions.terminal, name)}
          title={ui.actions.terminal}
          onClick={onTerminal}
        >
          <SquareTerminal size={16} aria-hidden="true" />
        </button>
      )}
      {action !== null && (
        <button
          type="button"
          className="icon-button"
          aria-label={ui.actions.of(ui.verbs[action], name)}
          title={ui.verbs[action]}
          onClick={onAct}
        >
          <ActionIcon action={action} />
        </button>
      )}
      <MachineMenu machine={machine} isOpen={hasMenu} onOpen={setMenu} />
    </span>
  );
}
