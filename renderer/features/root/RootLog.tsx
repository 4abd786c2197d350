import { useEffect, useState } from "react";
import type { NetdLogEntry } from "../../../electron/contract/lan/netd.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";

/** How many lines are shown until the user asks for all. */
const newest = 10;

/** Milliseconds between two requests: repairs cause no other event that a window gets. */
const pace = 2000;

/** Returns netd's log, oldest first; reads it when LAN or uplink change, and while the page is visible. */
function useRootLog(): readonly NetdLogEntry[] {
  const { lan, uplink } = useAppState();
  const occasion = [lan.status, uplink.active, JSON.stringify(uplink.choice)].join(" ");
  const [log, setLog] = useState<{
    readonly occasion: string;
    readonly entries: readonly NetdLogEntry[];
  }>({ occasion: "", entries: [] });
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      const answer = await bridge.call("netd.log", undefined);
      if (!answer.ok) return;
      const entries = answer.value;
      setLog((known) =>
        // The log only grows at its end, so an equal end means an equal log.
        known.occasion === occasion &&
        known.entries.length === entries.length &&
        known.entries.at(-1)?.at === entries.at(-1)?.at
          ? known
          : { occasion, entries },
      );
    };
    void look();
    const timer = setInterval(() => void look(), pace);
    return () => clearInterval(timer);
  }, [occasion]);
  return log.entries;
}

/** The log of the work as root, newest first. */
export function RootLog() {
  const { ui } = useWords();
  const entries = useRootLog();
  const [isWhole, setWhole] = useState(false);
  const shown = numbered(entries)
    .toReversed()
    .slice(0, isWhole ? undefined : newest);
  const { columns } = ui.network;
  return (
    <details className="fold">
      <summary>{ui.network.log}</summary>
      {entries.length === 0 ? (
        <p className="dim">{ui.network.logEmpty}</p>
      ) : (
        <div className="card log">
          <table>
            <thead>
              <tr>
                <th>{columns.time}</th>
                <th>{columns.cause}</th>
                <th>{columns.command}</th>
                <th>{columns.outcome}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(([number, entry]) => (
                <tr key={number}>
                  <td>{ui.unit.time(Date.parse(entry.at))}</td>
                  <td title={entry.cause}>{ui.wiring.causes[entry.cause]}</td>
                  <td className="mono selectable">{entry.argv.join(" ")}</td>
                  <td className="selectable">{entry.outcome}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < entries.length && (
        <button type="button" className="button" onClick={() => setWhole(true)}>
          {ui.network.logAll(entries.length)}
        </button>
      )}
    </details>
  );
}

/** Numbers lines from the oldest; a number identifies a line, because the log only grows at its end. */
function numbered<T>(lines: readonly T[]): readonly (readonly [number, T])[] {
  return lines.map((line, number) => [number, line]);
}
