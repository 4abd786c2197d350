import { Plus } from "lucide-react";
import { useState } from "react";
import type { MachineTab } from "../../../electron/contract/place.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { navigate } from "../../dashboard/route.ts";
import { useAppState, useWords } from "../../snapshot.ts";
import { BrokenRow } from "./BrokenRow.tsx";
import { hostPart } from "./host-part.ts";
import { MachineDetail } from "./MachineDetail.tsx";
import { matchMachines } from "./machine-actions.ts";
import { Silence } from "./Silence.tsx";
import { TrashList } from "./TrashList.tsx";

/** All machines beside the chosen one. */
export function MachinesPage(props: {
  readonly chosen: string | undefined;
  readonly tab: MachineTab | undefined;
}) {
  const { lan, machines, broken, notices } = useAppState();
  const { ui } = useWords();
  const [query, setQuery] = useState("");
  const shown = matchMachines(machines, query);
  const chosen = machines.find(({ id }) => id === props.chosen);
  const isEmpty = machines.length + broken.length === 0;
  return (
    <div className="machines-page">
      <div className="machine-list">
        <div className="machine-list-head">
          <input
            className="input"
            type="search"
            value={query}
            placeholder={ui.machines.find}
            aria-label={ui.machines.find}
            onChange={(event) => setQuery(event.target.value)}
          />
          <button
            type="button"
            className="button"
            aria-label={ui.actions.newMachine}
            title={ui.actions.newMachine}
            onClick={() => navigate({ page: "new-machine" })}
          >
            <Plus size={16} aria-hidden="true" />
          </button>
        </div>
        <ul aria-label={ui.machines.title}>
          {shown.map((machine) => (
            <li key={machine.id} data-testid={`machine-row-${machine.name}`}>
              <button
                type="button"
                className="machine-card"
                aria-current={machine.id === props.chosen}
                onClick={() => navigate({ page: "machines", machine: machine.id, tab: props.tab })}
              >
                <StatusGlyph status={machine.status} label={ui.machines.status[machine.status]} />
                <span className="cut machine-name" title={machine.name}>
                  {machine.name}
                </span>
                <span className="mono dim" title={machine.address}>
                  {hostPart(machine.address, lan.settings.prefixLength)}
                </span>
                <span
                  className={`cut machine-words ${machine.status === "failed" ? "bad" : "dim"}`}
                >
                  {ui.machines.status[machine.status]}
                  <Silence machine={machine} />
                </span>
              </button>
            </li>
          ))}
          {query === "" &&
            broken.map((machine) => <BrokenRow key={machine.id} machine={machine} />)}
          {query !== "" && shown.length === 0 && (
            <li className="empty">{ui.machines.noMatch(query)}</li>
          )}
        </ul>
        <TrashList />
      </div>
      {chosen !== undefined ? (
        <MachineDetail
          key={chosen.id}
          machine={chosen}
          tab={props.tab}
          notices={notices.filter((notice) => notice.machine === chosen.id)}
        />
      ) : (
        <div className="empty">
          <h1>
            {isEmpty
              ? ui.machines.emptyTitle
              : props.chosen === undefined
                ? ui.machines.count(machines.length)
                : ui.machines.gone}
          </h1>
          {isEmpty ? ui.machines.emptyHint : ui.machines.selectHint}
          {isEmpty && (
            <button
              type="button"
              className="button button-primary"
              onClick={() => navigate({ page: "new-machine" })}
            >
              <Plus size={16} aria-hidden="true" />
              {ui.actions.newMachine}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
