import { useEffect, useState } from "react";
import type { NetdLogEntry } from "../../../electron/contract/netd.ts";
import { bridge } from "../../bridge.ts";
import { useAppState, useWords } from "../../snapshot.ts";

/** netd's log, newest first. It grows when LAN or uplink change, and is read anew then. */
export function RootLog() {
  const { lan, uplink } = useAppState();
  const { ui } = useWords();
  const occasion = [lan.status, uplink.active, JSON.stringify(uplink.choice)].join(" ");
  const [log, setLog] = useState<{
    readonly occasion: string;
    readonly entries: readonly NetdLogEntry[];
  }>({ occasion: "", entries: [] });
  useEffect(() => {
    void bridge.call("netd.log", undefined).then((answer) => {
      if (answer.ok) setLog({ occasion, entries: answer.value });
    });
  }, [occasion]);
  const { columns } = ui.network;
  return (
    <section className="card">
      <h2>{ui.network.log}</h2>
      {log.entries.length === 0 ? (
        <p className="dim">{ui.network.logEmpty}</p>
      ) : (
        <div className="log">
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
              {numbered(log.entries)
                .toReversed()
                .map(([number, entry]) => (
                  <tr key={number}>
                    <td>{ui.unit.time(Date.parse(entry.at))}</td>
                    <td>{entry.cause}</td>
                    <td className="mono selectable">{entry.argv.join(" ")}</td>
                    <td className="selectable">{entry.outcome}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** The log only grows at its end, so that a line's number is its identity. */
function numbered<T>(lines: readonly T[]): readonly (readonly [number, T])[] {
  return lines.map((line, number) => [number, line]);
}
