import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { LanTraffic } from "../network/LanTraffic.tsx";
import { UplinkChoices } from "../network/uplinks/UplinkList.tsx";
import { uplinkOptions } from "../network/uplinks/uplink-options.ts";

/** The LAN in one card: its subnet, its uplinks as chips of one click, and what goes through. */
export function LanCard() {
  const { lan, uplink } = useAppState();
  const words = useWords();
  const { ui } = words;
  const { startPage } = ui;
  return (
    <section className="card lan-card" aria-labelledby="start-lan">
      <span className="lan-card-head">
        <h2 id="start-lan">{lan.status === "on" ? ui.uplink.title : ui.lan.name}</h2>
        <span className="mono dim">{lan.subnet}</span>
        {lan.status === "on" && <LanTraffic />}
      </span>
      {lan.status === "off" ? (
        <span className="lan-card-off">
          {startPage.lanOff}
          <button
            type="button"
            className="button button-primary"
            onClick={() => void bridge.call("lan.up", undefined)}
          >
            {startPage.lanOn}
          </button>
        </span>
      ) : (
        <UplinkChoices
          labelledBy="start-lan"
          isRoving={true}
          options={uplinkOptions(uplink, lan, words)}
          onChoose={({ choice }) => {
            if (choice !== null) void bridge.call("uplink.set", choice);
          }}
        />
      )}
    </section>
  );
}
