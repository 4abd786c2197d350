import type { KeyboardEvent, PointerEvent } from "react";
import { useState } from "react";
import { useWords } from "../../app-state.ts";

/** The key of local storage that keeps the width. */
const widthKey = "machine-list-width";
const least = 220;
const most = 360;
/** Pixels that an arrow key moves. */
const stride = 20;

/** Returns the width in pixels that the user gave the list, null if none, and a function that changes it. */
export function useListWidth() {
  const [width, setWidth] = useState(() => Number(localStorage.getItem(widthKey)) || null);
  const change = (wanted: number | null) => {
    const kept = wanted === null ? null : Math.round(Math.min(most, Math.max(least, wanted)));
    if (kept === null) localStorage.removeItem(widthKey);
    else localStorage.setItem(widthKey, String(kept));
    setWidth(kept);
  };
  return [width, change] as const;
}

/**
 * The list's right edge, which is dragged or moved by arrow keys to make the list wider; a double click
 * gives it its usual width.
 */
export function ListSplitter(props: {
  readonly width: number | null;
  readonly onWidth: (width: number | null) => void;
}) {
  const { machineList } = useWords().ui;
  const { onWidth } = props;
  const listOf = (edge: HTMLElement) => edge.parentElement?.getBoundingClientRect();
  const drag = (event: PointerEvent<HTMLElement>) => {
    const edge = event.currentTarget;
    const list = listOf(edge);
    if (edge.hasPointerCapture(event.pointerId) && list !== undefined) {
      onWidth(event.clientX - list.left);
    }
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const list = listOf(event.currentTarget);
    if (way === 0 || list === undefined) return;
    event.preventDefault();
    onWidth(list.width + way * stride);
  };
  return (
    <hr
      className="splitter"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={machineList.width}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={props.width ?? least}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => onWidth(null)}
      onKeyDown={press}
    />
  );
}
