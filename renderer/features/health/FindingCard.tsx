import type { Repair } from "../../../electron/contract/doctor/doctor.ts";
import { useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { navigate } from "../../dashboard/route.ts";
import { SetUpShortcut } from "../settings/SetUpShortcut.tsx";
import type { FindingGroup } from "./group-findings.ts";
import { Repairs } from "./Repairs.tsx";

/** One trouble: its words, the machines that have it, and its repairs. */
export function FindingCard(props: {
  readonly group: FindingGroup;
  /** The ID of the machine whose definition it is about, if that cannot be read. */
  readonly broken: string | undefined;
  readonly repairs: readonly Repair[];
  readonly onRepaired: () => void;
}) {
  const words = useWords();
  const { group, repairs, onRepaired } = props;
  const { about, level, members } = group;
  const [first] = members;
  const isMany = members.length > 1;
  const link = (id: string, name: string) => (
    <button
      type="button"
      className="link-button"
      onClick={() => navigate({ page: "machines", machine: id })}
    >
      {name}
    </button>
  );
  return (
    <li className="finding">
      <Trouble
        level={level}
        about={about}
        machine={first?.machine.id ?? props.broken}
        affected={
          isMany
            ? members.map((each) => ({ about: each.about, machine: each.machine.id }))
            : undefined
        }
        subject={
          <>
            <span className="unseen">{words.doctor.levels[level]}: </span>
            {first !== undefined && (
              <>
                {isMany
                  ? words.ui.machines.count(members.length)
                  : link(first.machine.id, first.machine.name)}
                {": "}
              </>
            )}
          </>
        }
        repairs={
          repairs.length === 0 ? null : <Repairs repairs={repairs} onRepaired={onRepaired} />
        }
      >
        {isMany && (
          <details className="raw">
            <summary>{words.ui.trouble.which}</summary>
            <p className="finding-names">
              {members.map(({ machine }) => (
                <span key={machine.id}>{link(machine.id, machine.name)}</span>
              ))}
            </p>
          </details>
        )}
        <SetUpShortcut about={about} onDecided={onRepaired} />
      </Trouble>
    </li>
  );
}
