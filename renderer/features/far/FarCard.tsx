import { memo } from "react";
import { type FarMachineView, farName } from "../../../electron/contract/computer/far-machine.ts";
import { useWords } from "../../app-state.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { hostPart } from "../machine-list/host-part.ts";
import { farStatusLabel } from "./far-names.ts";
import { useFarStanding } from "./far-words.ts";

/** A machine of another computer in the dashboard's list, which handles the clicks of all cards. */
export const FarCard = memo(function FarCard(props: {
  readonly machine: FarMachineView;
  readonly isShown: boolean;
  readonly isHidden: boolean;
  /** The bits of the LAN's subnet. */
  readonly prefixLength: number;
}) {
  const { machine } = props;
  const words = useWords();
  const standing = useFarStanding(machine);
  const { name, computer, address, status, unheardSince } = machine;
  return (
    <li
      className={unheardSince === null ? "machine-item" : "machine-item far-unheard"}
      data-testid={`machine-row-${farName(machine)}`}
      data-machine={machine.id}
      hidden={props.isHidden}
    >
      <button type="button" className="machine-card" aria-current={props.isShown}>
        <StatusGlyph status={status} label={farStatusLabel(machine, words)} />
        <span className="cut machine-name" title={farName(machine)}>
          {name}
        </span>
        <span className="mono dim" title={address ?? undefined}>
          {address === null ? "" : hostPart(address, props.prefixLength)}
        </span>
        <span className="far-line machine-words dim">
          <span className="cut" title={computer}>
            {computer}
          </span>{" "}
          <span className={status === "failed" && unheardSince === null ? "cut bad" : "cut"}>
            {"· "}
            {standing}
          </span>
        </span>
      </button>
    </li>
  );
});
