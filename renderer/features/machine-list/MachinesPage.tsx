import { Plus } from "lucide-react";
import { useEffect } from "react";
import type { MachineTab } from "../../../electron/contract/app/route.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { navigate } from "../../dashboard/route.ts";
import { FileDrop } from "../drop/FileDrop.tsx";
import { FarDetail } from "../far/FarDetail.tsx";
import { FirstRun } from "../first-run/FirstRun.tsx";
import { useFirstRun } from "../first-run/use-first-run.ts";
import { MachineDetail } from "../machine-detail/MachineDetail.tsx";
import { StartPage } from "../start/StartPage.tsx";
import { MachineList } from "./MachineList.tsx";
import { SelectedPane } from "./SelectedPane.tsx";
import { TrashList } from "./TrashList.tsx";

/** The list of machines, with the chosen one, the selected ones or all at a glance beside it. */
export function MachinesPage(props: {
  readonly chosen: string | undefined;
  readonly tab: MachineTab | undefined;
}) {
  const { machines, farMachines, broken, notices } = useAppState();
  const chosen = machines.find(({ id }) => id === props.chosen);
  const far = farMachines.find(({ id }) => id === props.chosen);
  const isEmpty = machines.length + farMachines.length + broken.length === 0;
  const firstRun = useFirstRun(isEmpty);
  useEscape(chosen !== undefined || far !== undefined);
  if (firstRun.isShown && chosen === undefined) {
    return (
      <div className="machines-page">
        <FirstRun onEnd={firstRun.end} />
      </div>
    );
  }
  if (isEmpty) return <NoMachines />;
  return (
    <div className="machines-page">
      <FileDrop />
      <MachineList chosen={props.chosen} tab={props.tab}>
        {(selected) =>
          selected.machines.length > 0 ? (
            <SelectedPane
              machines={selected.machines}
              onClear={selected.clear}
              onDelete={() => selected.askDelete(selected.machines)}
            />
          ) : chosen !== undefined ? (
            <MachineDetail
              key={chosen.id}
              machine={chosen}
              tab={props.tab}
              notices={notices.filter((notice) => notice.machine === chosen.id)}
            />
          ) : far !== undefined ? (
            <FarDetail
              key={far.id}
              machine={far}
              tab={props.tab}
              notices={notices.filter((notice) => notice.machine === far.id)}
            />
          ) : (
            <StartPage />
          )
        }
      </MachineList>
    </div>
  );
}

/** Leads from a machine back to all of them by Escape, as far as nothing else wants the key. */
function useEscape(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return;
    const listen = (event: KeyboardEvent) => {
      const isInList = event.target instanceof Element && event.target.closest(".machine-list");
      if (event.key === "Escape" && !event.defaultPrevented && isInList) {
        navigate({ page: "machines" });
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [isWanted]);
}

function NoMachines() {
  const { ui } = useWords();
  return (
    <div className="machines-page">
      <div className="empty">
        <h1>{ui.machines.emptyTitle}</h1>
        {ui.machines.emptyHint}
        <button
          type="button"
          className="button button-primary"
          onClick={() => navigate({ page: "new-machine" })}
        >
          <Plus size={16} aria-hidden="true" />
          {ui.actions.newMachine}
        </button>
        <TrashList />
      </div>
    </div>
  );
}
