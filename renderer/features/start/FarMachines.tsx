import { SquareTerminal } from "lucide-react";
import { type FarMachineView, farName } from "../../../electron/contract/computer/far-machine.ts";
import { isAlive, primaryAction } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { navigate } from "../../dashboard/route.ts";
import { farStatusLabel } from "../far/far-names.ts";
import { useFarStanding } from "../far/far-words.ts";
import { ActionIcon } from "../machine/ActionIcon.tsx";

/** So many machines of each computer are shown; the list beside has all. */
const mostChips = 8;

/** The machines of other computers, by computer: those that run come first. */
export function FarMachines(props: { readonly machines: readonly FarMachineView[] }) {
  const { machines } = props;
  const { startPage } = useWords().ui;
  const computers = [...new Set(machines.map(({ computer }) => computer))];
  return computers.map((computer) => {
    const there = machines.filter((machine) => machine.computer === computer);
    const rank = ({ status }: FarMachineView) => (isAlive(status) ? 0 : 1);
    const shown = there.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostChips);
    const lost = there.find(({ unheardSince }) => unheardSince !== null);
    return (
      <section key={computer} className="start-part" data-testid={`start-${computer}`}>
        <h2 className="cut" title={computer}>
          {startPage.on(computer)}
          {lost !== undefined && <LastSeen machine={lost} />}
        </h2>
        <ul className="stopped-chips">
          {shown.map((machine) => (
            <FarChip key={machine.id} machine={machine} />
          ))}
        </ul>
      </section>
    );
  });
}

/** How long ago a computer that is not reached was. */
function LastSeen({ machine }: { readonly machine: FarMachineView }) {
  return <> · {useFarStanding(machine)}</>;
}

function FarChip({ machine }: { readonly machine: FarMachineView }) {
  const { id, name, status, unheardSince } = machine;
  const words = useWords();
  const { ui } = words;
  const standing = useFarStanding(machine);
  const action = primaryAction(status);
  return (
    <li className={unheardSince === null ? "stopped-chip" : "stopped-chip far-unheard"}>
      <button
        type="button"
        className="stopped-chip-open"
        title={`${farName(machine)} · ${standing}`}
        onClick={() => navigate({ page: "machines", machine: id })}
      >
        <StatusGlyph status={status} label={farStatusLabel(machine, words)} />
        <span className="cut">{name}</span>
      </button>
      {unheardSince === null && status === "running" ? (
        <button
          type="button"
          className="icon-button"
          aria-label={ui.actions.of(ui.actions.terminal, farName(machine))}
          title={ui.actions.terminal}
          onClick={() => void bridge.call("machine.terminal", { id })}
        >
          <SquareTerminal size={16} aria-hidden="true" />
        </button>
      ) : (
        unheardSince === null &&
        action !== null && (
          <button
            type="button"
            className="icon-button"
            aria-label={ui.actions.of(ui.verbs[action], farName(machine))}
            title={ui.verbs[action]}
            onClick={() => void bridge.call(`machine.${action}`, { id })}
          >
            <ActionIcon action={action} />
          </button>
        )
      )}
    </li>
  );
}
