import { ChevronRight } from "lucide-react";
import { useEffect, useState } from "react";
import { useAppState, useWords } from "../app-state.ts";
import { bridge } from "../bridge.ts";
import { LanTraffic } from "../features/network/LanTraffic.tsx";
import { LanExplanation, LanTrouble } from "../features/network/LanTrouble.tsx";
import { UndoUplink } from "../features/network/uplinks/UndoUplink.tsx";
import { UplinkChoices } from "../features/network/uplinks/UplinkList.tsx";
import { uplinkOptions } from "../features/network/uplinks/uplink-options.ts";

/** With more machines than this, uplinks that cannot be used leave them their room. */
const mostMachines = 8;

/** The LAN's uplinks. One click reaches each that works. */
export function UplinksPart() {
  const { uplink, lan, machines } = useAppState();
  const words = useWords();
  const [isUnfolded, setUnfolded] = useState(false);
  useEffect(() => bridge.on("popover", ({ isVisible }) => !isVisible && setUnfolded(false)), []);
  const options = uplinkOptions(uplink, lan, words);
  const dead = new Set(
    uplink.candidates.flatMap((each) => (each.obstacle === null ? [] : [each.interface])),
  );
  const folded =
    isUnfolded || machines.length <= mostMachines
      ? []
      : options.filter(({ key, isChosen }) => !isChosen && dead.has(key));
  return (
    <>
      <div className="section-head">
        <h2 id="uplink-title">{words.ui.uplink.title}</h2>
        <UndoUplink />
        <LanTraffic />
        <LanTrouble />
      </div>
      <LanExplanation />
      <UplinkChoices
        labelledBy="uplink-title"
        options={options.filter((option) => !folded.includes(option))}
        onChoose={({ choice }) => {
          if (choice !== null) void bridge.call("uplink.set", choice);
        }}
      />
      {folded.length > 0 && (
        <button
          type="button"
          className="row uplink-fold"
          data-row
          aria-expanded={false}
          onClick={() => setUnfolded(true)}
        >
          <ChevronRight size={16} aria-hidden="true" />
          {words.ui.uplink.folded(folded.length)}
        </button>
      )}
    </>
  );
}
