import { CircleCheck, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import type { InventoryEntry } from "../../../electron/contract/lan/inventory.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { RemoveTraces } from "../root/RemoveTraces.tsx";

const isOff = ({ state }: InventoryEntry) => state === "changed" || state === "missing";

/** Returns all that the app changed on this computer, read again when LAN or uplink change. */
function useInventory() {
  const { lan, uplink } = useAppState();
  const [entries, setEntries] = useState<readonly InventoryEntry[]>([]);
  const [read, setRead] = useState("");
  const [count, setCount] = useState(0);
  const codes = lan.problems.map(({ code }) => code);
  const occasion = [lan.status, lan.subnet, uplink.active, codes, count].join(" ");
  useEffect(() => {
    void bridge.call("net.inventory", undefined).then((answer) => {
      if (answer.ok) setEntries(answer.value);
      setRead(occasion);
    });
  }, [occasion]);
  return { entries, isRead: read === occasion, look: () => setCount((before) => before + 1) };
}

/** Everything that the app changed on this computer: a line if all is well, else with what is not. */
export function Inventory() {
  const { lan } = useAppState();
  const { net, ui } = useWords();
  const { wiring } = ui;
  const { entries, isRead, look } = useInventory();
  const [isBusy, setBusy] = useState(false);
  const off = entries.filter(isOff);
  const putBack = async () => {
    setBusy(true);
    // The LAN's own request: what is there already stays, and netd makes the rest.
    await bridge.call("lan.up", undefined);
    setBusy(false);
    look();
  };
  return (
    <section className="inventory" aria-busy={!isRead} aria-label={net.inventory.title}>
      {off.length > 0 && (
        <div className="inventory-off">
          <TriangleAlert size={16} aria-hidden="true" />
          <p>{wiring.off(off.length)}</p>
          {lan.status === "on" && (
            <button
              type="button"
              className="button button-primary"
              disabled={isBusy}
              onClick={() => void putBack()}
            >
              {wiring.putBack}
            </button>
          )}
        </div>
      )}
      {entries.length === 0 ? (
        <p className="dim">{net.inventory.empty}</p>
      ) : (
        <details className="fold" key={off.length === 0 ? "well" : "off"} open={off.length > 0}>
          <summary>
            {off.length === 0 && <CircleCheck size={15} aria-hidden="true" className="ok" />}
            {wiring.changes(entries.length)}
          </summary>
          <div className="card log">
            <table>
              <tbody>
                {[...off, ...entries.filter((entry) => !isOff(entry))].map(
                  ({ kind, what, state }) => (
                    <tr key={`${kind} ${what} ${state}`} className={`inventory-${state}`}>
                      <td>{net.inventory.states[state]}</td>
                      <td>{net.inventory.kinds[kind]}</td>
                      <td className="mono selectable">{what}</td>
                    </tr>
                  ),
                )}
              </tbody>
            </table>
          </div>
        </details>
      )}
      <RemoveTraces
        isNeeded={entries.length > 0}
        lasting={entries.filter(({ lasts }) => lasts).map(({ what }) => what)}
        onRemoved={look}
      />
    </section>
  );
}
