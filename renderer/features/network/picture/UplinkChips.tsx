import { GripVertical } from "lucide-react";
import { ToggleGroup } from "radix-ui";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useAppState, useWords } from "../../../app-state.ts";
import { bridge } from "../../../bridge.ts";
import { UplinkIcon } from "../../../components/UplinkIcon.tsx";
import type { UplinkOption } from "../uplinks/uplink-options.ts";
import { type InterfaceOption, moveInOrder, type WiringOptions } from "./wiring-options.ts";

/** The distance of two interfaces in pixels, as in picture.css. */
export const pitch = 46;

/**
 * The LAN's uplinks as a radio group that is part of the picture. Arrow keys only move the focus: a
 * choice switches the real network, so it takes Enter, Space or a click.
 */
export function UplinkChips(props: { readonly options: WiringOptions }) {
  const { before, interfaces, none } = props.options;
  const { uplink } = useAppState();
  const { ui } = useWords();
  const all = [...before, ...interfaces, ...none];
  const choose = (key: string) => {
    // Radix passes an empty key when the chosen option is clicked again.
    const choice = all.find((option) => option.key === key)?.choice ?? null;
    if (choice !== null) void bridge.call("uplink.set", choice);
  };
  const move = (name: string, by: number) => {
    const moved = moveInOrder(uplink.choice, name, by);
    if (moved !== null) void bridge.call("uplink.set", moved);
  };
  return (
    <ToggleGroup.Root
      type="single"
      role="radiogroup"
      className="chips"
      orientation="vertical"
      aria-label={ui.uplink.title}
      value={all.find((option) => option.isChosen)?.key ?? ""}
      onValueChange={choose}
    >
      <div className="chip-group">
        {before.map((option) => (
          <Chip
            key={option.key}
            option={option}
            title={option.key === "preferred" ? ui.wiring.firstHint : undefined}
          />
        ))}
      </div>
      <div className="chip-group chip-ends">
        {interfaces.map((option) => (
          <InterfaceChip key={option.key} option={option} onMove={move} />
        ))}
      </div>
      <div className="chip-group">
        {none.map((option) => (
          <Chip key={option.key} option={option} />
        ))}
      </div>
    </ToggleGroup.Root>
  );
}

/** One uplink to choose. */
function Chip(props: {
  readonly option: UplinkOption;
  readonly turn?: number | null;
  readonly isInUse?: boolean;
  readonly title?: string | undefined;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}) {
  const { option, turn = null } = props;
  return (
    <ToggleGroup.Item
      value={option.key}
      className={`chip ${props.isInUse === true ? "is-in-use" : ""}`}
      data-testid={`uplink-${option.key}`}
      title={props.title}
      onKeyDown={props.onKeyDown}
      aria-keyshortcuts={turn === null ? undefined : "Alt+ArrowUp Alt+ArrowDown"}
    >
      <span className="radio" />
      <UplinkIcon kind={option.kind} />
      <span className="chip-text">
        <span className="cut chip-name">
          {turn !== null && <span className="chip-turn">{turn}</span>}
          {option.name}
          {option.kindWords !== null && <span className="unseen">, {option.kindWords}</span>}
        </span>
        {option.words !== "" && (
          <span className="cut chip-words" title={option.words}>
            {option.words}
          </span>
        )}
      </span>
    </ToggleGroup.Item>
  );
}

/** An interface; one that has a turn can be moved, by its handle or by Alt and an arrow key. */
function InterfaceChip(props: {
  readonly option: InterfaceOption;
  readonly onMove: (name: string, by: number) => void;
}) {
  const { option, onMove } = props;
  const { wiring } = useWords().ui;
  const [offset, setOffset] = useState<number | null>(null);
  const start = useRef(0);
  const isMovable = option.turn !== null;
  const turns = Math.round((offset ?? 0) / pitch);
  const drop = ({ currentTarget, pointerId }: PointerEvent) => {
    currentTarget.releasePointerCapture(pointerId);
    setOffset(null);
    if (turns !== 0) onMove(option.key, turns);
  };
  return (
    <div
      className={`chip-row ${offset === null ? "" : "is-dragged"}`}
      style={offset === null ? undefined : { transform: `translateY(${offset}px)` }}
    >
      <Chip
        option={option}
        turn={option.turn}
        isInUse={option.isInUse}
        title={isMovable ? wiring.moveHint : undefined}
        onKeyDown={(event) => {
          const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
          if (!isMovable || !event.altKey || by === 0) return;
          event.preventDefault();
          onMove(option.key, by);
        }}
      />
      {isMovable && (
        <span
          className="chip-handle"
          title={wiring.handle(option.name)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            start.current = event.clientY;
            setOffset(0);
          }}
          onPointerMove={(event) => {
            if (offset !== null) setOffset(event.clientY - start.current);
          }}
          onPointerUp={drop}
          onPointerCancel={() => setOffset(null)}
        >
          <GripVertical size={14} aria-hidden="true" />
        </span>
      )}
    </div>
  );
}
