import { useAppState, useWords } from "../../app-state.ts";
import { navigate } from "../../dashboard/route.ts";
import { useOneOpen } from "../../hooks/use-one-open.ts";
import { SubnetForm } from "./SubnetForm.tsx";

/** The key of the form for another subnet. */
export const subnetKey = "subnet";

/** The LAN's addresses in a line, which leads to what is seldom changed. */
export function LanFacts() {
  const { lan } = useAppState();
  const { network, wiring } = useWords().ui;
  const { settings, problems } = lan;
  // Such a problem proposes a free subnet.
  const isTaken = problems.some(({ code }) => code === "lan-overlap" || code === "lan-hides-host");
  const [isAsked, setAsked] = useOneOpen(subnetKey);
  const isOpen = isAsked || isTaken;
  return (
    <>
      <div className="lan-facts">
        <dl>
          <div>
            <dt>{network.subnet}</dt>
            <dd className="mono selectable">{lan.subnet}</dd>
          </div>
          <div>
            <dt>{network.interface}</dt>
            <dd className="mono selectable">{settings.interface}</dd>
          </div>
          <div>
            <dd>{wiring.dhcp[settings.addressing]}</dd>
          </div>
        </dl>
        <button
          type="button"
          className="link-button"
          aria-expanded={isOpen}
          onClick={() => setAsked(!isAsked)}
        >
          {wiring.subnet}
        </button>
        <button
          type="button"
          className="link-button"
          onClick={() => navigate({ page: "settings" })}
        >
          {wiring.more}
        </button>
      </div>
      {isOpen && <SubnetForm />}
    </>
  );
}
