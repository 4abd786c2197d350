import { useAppState, useWords } from "../../app-state.ts";
import { useTraffic } from "./use-traffic.ts";

/** What machines receive and send through this computer just now; nothing while all is quiet. */
export function LanTraffic() {
  const { lan } = useAppState();
  const { ui, net } = useWords();
  const host = useTraffic(lan.status === "on" && lan.problem === null).rates.get("host");
  // Less than a byte a second is nothing.
  if (host === undefined || host.received + host.sent < 1) return null;
  return (
    <span className="traffic" title={net.trafficHint}>
      {/* What the host's cable takes in is what machines sent. */}
      {net.rate(ui.unit.size(Math.round(host.sent)), ui.unit.size(Math.round(host.received)))}
    </span>
  );
}
