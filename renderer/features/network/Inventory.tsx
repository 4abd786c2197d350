import { useEffect, useState } from "react";
import type { InventoryEntry } from "../../../electron/contract/lan/inventory.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { RemoveTraces } from "../root/RemoveTraces.tsx";

/** Everything that the app changed on this computer, read again when LAN or uplink change. */
export function Inventory() {
  const { lan, uplink } = useAppState();
  const { inventory } = useWords().net;
  const [entries, setEntries] = useState<readonly InventoryEntry[]>([]);
  const [read, setRead] = useState("");
  const [removals, setRemovals] = useState(0);
  const codes = lan.problems.map(({ code }) => code);
  const occasion = [lan.status, lan.subnet, uplink.active, codes, removals].join(" ");
  useEffect(() => {
    void bridge.call("net.inventory", undefined).then((answer) => {
      if (answer.ok) setEntries(answer.value);
      setRead(occasion);
    });
  }, [occasion]);
  return (
    <section className="card" aria-busy={read !== occasion}>
      <h2>{inventory.title}</h2>
      {entries.length === 0 ? (
        <p className="dim">{inventory.empty}</p>
      ) : (
        <div className="log">
          <table>
            <tbody>
              {entries.map(({ kind, what, state }) => (
                <tr key={`${kind} ${what} ${state}`} className={`inventory-${state}`}>
                  <td>{inventory.states[state]}</td>
                  <td>{inventory.kinds[kind]}</td>
                  <td className="mono selectable">{what}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(entries.length > 0 || removals > 0) && (
        <RemoveTraces
          lasting={entries.filter(({ lasts }) => lasts).map(({ what }) => what)}
          onRemoved={() => setRemovals(removals + 1)}
        />
      )}
    </section>
  );
}
