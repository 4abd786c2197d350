import { isCalm } from "../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { navigate } from "../../dashboard/route.ts";

/** More than these would push the machines out of sight; Health has all. */
const most = 3;

/** Shows the problems of LAN and machines with their remedies; nothing if there are none. */
export function NeedsYou() {
  const { lan, machines, broken } = useAppState();
  const { ui } = useWords();
  const { startPage } = ui;
  const ofMachines = machines.flatMap(({ id, name, status, problem }) =>
    problem === null ? [] : [{ id, name, status, problem }],
  );
  const ofBroken = broken.map(({ id, problem, backup }) => {
    const status = "failed" as const;
    return { id, name: backup?.name ?? id, status, problem };
  });
  const ofLan = lan.problems.filter((problem) => !isCalm(problem)).slice(0, 1);
  const all = [...ofMachines, ...ofBroken];
  const count = all.length + ofLan.length;
  if (count === 0) return null;
  const shown = all.slice(0, most - ofLan.length);
  const left = all.length - shown.length;
  return (
    <section className="start-part">
      <h2>{startPage.needs(count)}</h2>
      <ul className="needs">
        {ofLan.map((problem) => (
          <li key={problem.code}>
            <Trouble level="error" about={problem} />
          </li>
        ))}
        {shown.map(({ id, name, status, problem }) => (
          <li key={id} className="need">
            <button
              type="button"
              className="need-name"
              onClick={() => navigate({ page: "machines", machine: id })}
            >
              <StatusGlyph status={status} label={ui.machines.status[status]} />
              <span className="cut" title={name}>
                {name}
              </span>
            </button>
            <Trouble
              level={status === "failed" ? "error" : "warning"}
              about={problem}
              machine={id}
            />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <button
          type="button"
          className="link-button dim"
          onClick={() => navigate({ page: "health" })}
        >
          {startPage.more(left)}
        </button>
      )}
    </section>
  );
}
