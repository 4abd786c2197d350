import { Monitor } from "lucide-react";
import { useState } from "react";
import type { AppError } from "../../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords } from "../../../app-state.ts";
import { Trouble } from "../../../components/Trouble.tsx";
import { LanSwitch } from "../LanSwitch.tsx";
import { rateWords, useTraffic } from "../use-traffic.ts";
import { Cables } from "./Cables.tsx";
import { pitch, UplinkChips } from "./UplinkChips.tsx";
import { wiringOptions } from "./wiring-options.ts";

/** The width of the curves in pixels, and the height of an interface, as in picture.css. */
const field = 48;
const chip = 40;

/**
 * The wiring of the LAN, from the uplinks to the machines, and at the same time what switches it: the
 * uplinks are the radio group, the bar has the LAN's switch, and cables are pulled where they hang.
 */
export function LanPicture() {
  const { lan, uplink } = useAppState();
  const words = useWords();
  const { ui, net } = words;
  const [error, setError] = useState<AppError | null>(null);
  const isOn = lan.status === "on";
  const traffic = useTraffic(isOn);
  const host = traffic.rates.get("host");
  const options = wiringOptions(uplink, lan, words);
  return (
    <section className="card lan-picture" aria-label={net.title}>
      {error !== null && <Trouble level="error" about={error} onDismiss={() => setError(null)} />}
      <div className="wiring">
        <div className="wiring-out">
          <UplinkChips options={options} />
          <Curves
            before={options.before.length}
            count={options.interfaces.length}
            after={options.none.length}
            inUse={options.interfaces.findIndex(({ isInUse }) => isInUse)}
          />
          <div className="wiring-host">
            <Monitor size={18} aria-hidden="true" />
            <strong>{net.host}</strong>
            <span className="mono dim">{lan.settings.address}</span>
            {host !== undefined && <span className="dim">{rateWords(host, net, ui)}</span>}
          </div>
          <span className={isOn ? "trunk" : "trunk is-off"} aria-hidden="true" />
        </div>
        <div className={isOn ? "switch-bar" : "switch-bar is-off"}>
          <div className="switch-cap">
            <LanSwitch />
          </div>
        </div>
        <Cables isOn={isOn} traffic={traffic} onError={setError} />
      </div>
    </section>
  );
}

/** Lines from the edge of each interface to this computer. */
function Curves(props: {
  readonly before: number;
  readonly count: number;
  readonly after: number;
  readonly inUse: number;
}) {
  const { before, count, after, inUse } = props;
  const gap = 10;
  const height = (before + count + after) * pitch - (pitch - chip) + 2 * gap;
  const middle = height / 2;
  const numbers = [...Array(count).keys()];
  return (
    <svg className="curves" width={field} height={height} aria-hidden="true">
      {/* The one in use is drawn last, above the others. */}
      {[
        ...numbers.filter((each) => each !== inUse),
        ...numbers.filter((each) => each === inUse),
      ].map((each) => {
        const y = (before + each) * pitch + gap + chip / 2;
        const bend = field / 2;
        return (
          <path
            key={each}
            className={each === inUse ? "is-active" : ""}
            d={`M0 ${y} C${bend} ${y} ${bend} ${middle} ${field} ${middle}`}
          />
        );
      })}
    </svg>
  );
}
