import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { navigate } from "../../dashboard/route.ts";
import {
  matchItems,
  type PaletteAct,
  type PaletteItem,
  type PalettePage,
  paletteItems,
} from "./palette-items.ts";

/** The most lines that are shown; typing another letter is faster than reading more. */
const mostLines = 12;

/** Does what a line says. A refusal is told by main, as after a click in the page. */
function carryOut(act: PaletteAct): void {
  switch (act.kind) {
    case "go":
      navigate(act.to);
      return;
    case "machine":
      void bridge.call(`machine.${act.action}`, { id: act.id });
      return;
    case "terminal":
      void bridge.call("machine.terminal", { id: act.id });
      return;
    case "lan":
      void bridge.call(act.isOn ? "lan.up" : "lan.down", undefined);
      return;
    case "uplink":
      void bridge.call("uplink.set", act.choice);
  }
}

/** A list of machines, pages and actions to choose from by typing. */
export function Palette(props: {
  readonly pages: readonly PalettePage[];
  readonly onClose: () => void;
}) {
  const state = useAppState();
  const words = useWords();
  const { palette } = words.ui;
  const [text, setText] = useState("");
  const [index, setIndex] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const moveTo = (line: number) => {
    setIndex(line);
    document.getElementById(`${id}-${line}`)?.scrollIntoView({ block: "nearest" });
  };
  const found = matchItems(paletteItems(state, props.pages, words), text);
  const shown = found.slice(0, mostLines);
  const at = Math.min(index, shown.length - 1);

  function choose(item: PaletteItem | undefined): void {
    if (item === undefined) return;
    dialog.current?.close();
    carryOut(item.act);
  }

  function press(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) moveTo((at + step + shown.length) % Math.max(1, shown.length));
    else if (event.key === "Enter") choose(shown[at]);
    else return;
    event.preventDefault();
  }

  return (
    <dialog
      ref={dialog}
      className="dialog palette"
      aria-label={palette.title}
      onClose={props.onClose}
      onPointerDown={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <label className="palette-head">
        <Search size={16} aria-hidden="true" />
        <input
          role="combobox"
          aria-expanded={true}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown.length === 0 ? undefined : `${id}-${at}`}
          aria-label={palette.title}
          placeholder={palette.hint}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setIndex(0);
          }}
          onKeyDown={press}
        />
      </label>
      <PaletteLines id={id} items={shown} at={at} onPoint={setIndex} onChoose={choose} />
      {shown.length === 0 && (
        <p className="dim palette-none" role="status">
          {palette.none(text)}
        </p>
      )}
    </dialog>
  );
}

function PaletteLines(props: {
  readonly id: string;
  readonly items: readonly PaletteItem[];
  /** The line that Enter chooses. */
  readonly at: number;
  readonly onPoint: (line: number) => void;
  readonly onChoose: (item: PaletteItem) => void;
}) {
  const { id, items, at, onPoint, onChoose } = props;
  const { title } = useWords().ui.palette;
  return (
    <div role="listbox" id={`${id}-list`} aria-label={title} className="palette-list">
      {items.map((item, line) => (
        // The field keeps the focus, so keys are handled there.
        <button
          type="button"
          key={item.key}
          id={`${id}-${line}`}
          role="option"
          tabIndex={-1}
          aria-selected={line === at}
          className="palette-item"
          onPointerMove={() => onPoint(line)}
          onClick={() => onChoose(item)}
        >
          <span className="cut">{item.title}</span>
          <span className="dim cut">{item.more}</span>
        </button>
      ))}
    </div>
  );
}
