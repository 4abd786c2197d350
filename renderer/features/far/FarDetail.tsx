import { SquareTerminal } from "lucide-react";
import { Tabs } from "radix-ui";
import type { MachineTab } from "../../../electron/contract/app/route.ts";
import type { Notice } from "../../../electron/contract/app/state.ts";
import { type FarMachineView, farName } from "../../../electron/contract/computer/far-machine.ts";
import { canDo, isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { CopyLine } from "../../components/CopyLine.tsx";
import { Facts } from "../../components/Facts.tsx";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { navigate } from "../../dashboard/route.ts";
import { ConsoleTab } from "../console/ConsoleTab.tsx";
import { ActionIcon } from "../machine/ActionIcon.tsx";
import { LogTab } from "../machine-detail/LogTab.tsx";
import { SnapshotsTab } from "../machine-detail/SnapshotsTab.tsx";
import { Notices } from "../notices/Notices.tsx";
import { FarMenu } from "./FarMenu.tsx";
import { FarPathCheck } from "./FarPathCheck.tsx";
import { farSshCommand, farStatusLabel } from "./far-names.ts";
import { useFarStanding } from "./far-words.ts";

/** The page of a machine of another computer, with what can be done with it from here. */
export function FarDetail(props: {
  readonly machine: FarMachineView;
  readonly tab: MachineTab | undefined;
  readonly notices: readonly Notice[];
}) {
  const { machine } = props;
  const { name, computer, status, unheardSince } = machine;
  const words = useWords();
  const standing = useFarStanding(machine);
  return (
    <section
      className={unheardSince === null ? "detail" : "detail far-unheard"}
      aria-labelledby="machine-title"
    >
      <header className="detail-head">
        <StatusGlyph status={status} label={farStatusLabel(machine, words)} />
        <div className="detail-title">
          <h1 id="machine-title" className="cut" title={farName(machine)}>
            {name}
          </h1>
          <div className="detail-standing dim">
            <span className="cut" title={computer}>
              {computer}
            </span>
            <span className="far-state" role="status">
              {standing}
            </span>
          </div>
        </div>
        {unheardSince === null && <Actions machine={machine} />}
      </header>
      <Notices notices={props.notices} />
      {unheardSince === null ? (
        <FarTabs machine={machine} wanted={props.tab} />
      ) : (
        <div className="far-alone">
          <p className="card dim">{words.computers.notReachedHint(computer)}</p>
          <Overview machine={machine} />
        </div>
      )}
    </section>
  );
}

function Actions({ machine }: { readonly machine: FarMachineView }) {
  const { ui } = useWords();
  const { id, status } = machine;
  const main = status === "paused" ? "resume" : "start";
  return (
    <div className="detail-actions">
      {isAlive(status) && status !== "paused" ? (
        <button
          type="button"
          className="button button-primary"
          disabled={status !== "running"}
          title={ui.console.openTerminal}
          onClick={() => void bridge.call("machine.terminal", { id })}
        >
          <SquareTerminal size={16} aria-hidden="true" />
          <span className="spare-word">{ui.console.openTerminal}</span>
        </button>
      ) : (
        <button
          type="button"
          className="button button-primary"
          disabled={!canDo(main, status)}
          onClick={() => void bridge.call(`machine.${main}`, { id })}
        >
          <ActionIcon action={main} />
          <span className="spare-word">{ui.verbs[main]}</span>
        </button>
      )}
      {isAlive(status) &&
        (["stop", "pause", "restart"] as const).map((action) => (
          <button
            key={action}
            type="button"
            className="button button-icon"
            aria-label={ui.verbs[action]}
            title={ui.verbs[action]}
            disabled={!canDo(action, status)}
            onClick={() => void bridge.call(`machine.${action}`, { id })}
          >
            <ActionIcon action={action} />
          </button>
        ))}
      <FarMenu machine={machine} />
    </div>
  );
}

/** The tabs that work over the connection. */
const tabs = ["overview", "console", "snapshots", "log"] as const satisfies readonly MachineTab[];

function FarTabs(props: {
  readonly machine: FarMachineView;
  readonly wanted: MachineTab | undefined;
}) {
  const { machine } = props;
  const { ui } = useWords();
  const shown = tabs.find((id) => id === props.wanted) ?? "overview";
  const titles = {
    ...{ overview: ui.detail.overview, console: ui.console.title },
    ...{ snapshots: ui.storage.title, log: ui.detail.log },
  };
  const choose = (value: string) =>
    navigate({ page: "machines", machine: machine.id, tab: tabs.find((id) => id === value) });
  return (
    <Tabs.Root className="tabs" value={shown} onValueChange={choose}>
      <Tabs.List className="tab-list">
        {tabs.map((id) => (
          <Tabs.Trigger key={id} className="tab" value={id}>
            {titles[id]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content className="tab-content" value={shown}>
        {shown === "overview" && <Overview machine={machine} />}
        {shown === "console" && (
          <ConsoleTab machine={{ ...machine, pid: isAlive(machine.status) ? 0 : null }} />
        )}
        {shown === "snapshots" && <SnapshotsTab machine={{ ...machine, pid: null }} />}
        {shown === "log" && <LogTab machine={machine} />}
      </Tabs.Content>
    </Tabs.Root>
  );
}

function Overview({ machine }: { readonly machine: FarMachineView }) {
  const { ui, computers } = useWords();
  const { computer, address, mac, accelerator, reachable, tags, note, unheardSince } = machine;
  const about = [
    ...(accelerator === null || unheardSince !== null
      ? []
      : [[ui.detail.hardware, ui.detail.accelerator[accelerator]] as const]),
    ...(tags.length === 0 ? [] : [[ui.marks.tags, tags.join(", ")] as const]),
    ...(note === null ? [] : [[ui.marks.note, note] as const]),
  ];
  return (
    <div className="cards">
      <Facts
        title={ui.detail.reach}
        facts={[
          [computers.computer, computer],
          ["IPv4", address ?? "–"],
          [ui.detail.mac, mac ?? "–"],
          ...(reachable === null || unheardSince !== null
            ? []
            : [
                [
                  ui.detail.reachability,
                  reachable ? ui.detail.reachable : ui.detail.notReachable,
                ] as const,
              ]),
          [
            ui.detail.ssh,
            <CopyLine key="ssh" label={ui.detail.ssh} text={farSshCommand(machine)} />,
          ],
        ]}
      />
      {about.length > 0 && <Facts title={ui.detail.machine} facts={about} />}
      {unheardSince === null && <FarPathCheck machine={machine} />}
      <p className="card card-wide dim selectable">
        {computers.elsewhere(computer, farName(machine))}
      </p>
    </div>
  );
}
