import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Switch } from "../../components/Switch.tsx";

/** The LAN's switch with its status in words. */
export function LanSwitch() {
  const { lan } = useAppState();
  const { ui } = useWords();
  const { status } = lan;
  return (
    <>
      <span className="lan-words dim" role="status">
        {ui.lan.status[status]}
      </span>
      <Switch
        label={ui.lan.name}
        checked={status === "on" || status === "starting"}
        busy={status === "starting" || status === "stopping"}
        onChange={(on) => void bridge.call(on ? "lan.up" : "lan.down", undefined)}
      />
    </>
  );
}
