import { Plus } from "lucide-react";
import type { MachineTab } from "../../../electron/contract/app/route.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { navigate } from "../../dashboard/route.ts";
import { FirstRun, useFirstRun } from "../first-run/FirstRun.tsx";
import { MachineDetail } from "../machine-detail/MachineDetail.tsx";
import { MachineList } from "./MachineList.tsx";

/** The list of machines, with the chosen one or the first steps beside it. */
export function MachinesPage(props: {
  readonly chosen: string | undefined;
  readonly tab: MachineTab | undefined;
}) {
  const { machines, broken, notices } = useAppState();
  const { ui } = useWords();
  const chosen = machines.find(({ id }) => id === props.chosen);
  const isEmpty = machines.length + broken.length === 0;
  const firstRun = useFirstRun(isEmpty);
  return (
    <div className="machines-page">
      {!(isEmpty && firstRun.isNew) && <MachineList chosen={props.chosen} tab={props.tab} />}
      {chosen !== undefined ? (
        <MachineDetail
          key={chosen.id}
          machine={chosen}
          tab={props.tab}
          notices={notices.filter((notice) => notice.machine === chosen.id)}
        />
      ) : isEmpty && firstRun.isNew ? (
        <FirstRun onEnd={firstRun.end} />
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
