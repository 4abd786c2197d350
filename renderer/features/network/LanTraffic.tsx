import { useAppState, useWords } from "../../app-state.ts";
import { useTraffic } from "./use-traffic.ts";

/** The rates at which machines receive and send through this computer; draws nothing without traffic. */
export function LanTraffic() {
  const { lan } = useAppState();
  const { ui, net } = useWords();
  const host = useTraffic(lan.status === "on" && lan.problems.length === 0).rates.get("host");
  if (host === undefined || host.received + host.sent < 1) return null;
  return (
    <span className="traffic" title={net.trafficHint}>
      {/* The host's cable receives the packets that machines send. */}
      {net.rate(ui.unit.size(Math.round(host.sent)), ui.unit.size(Math.round(host.received)))}
    </span>
  );
}
