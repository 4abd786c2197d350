import { Tabs } from "radix-ui";
import type { ComponentType } from "react";
import type { MachineTab } from "../../../electron/contract/app/route.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { useWords } from "../../app-state.ts";
import { navigate } from "../../dashboard/route.ts";
import { ConsoleTab } from "../console/ConsoleTab.tsx";
import { DisksTab } from "../machine-disks/DisksTab.tsx";
import { NetworkTab } from "../network/NetworkTab.tsx";
import { LogTab } from "./LogTab.tsx";
import { OverviewTab } from "./OverviewTab.tsx";
import { SettingsTab } from "./SettingsTab.tsx";
import { SnapshotsTab } from "./SnapshotsTab.tsx";

interface Tab {
  readonly id: MachineTab;
  readonly title: (ui: Words["ui"]) => string;
  /** Mounted only while its tab is shown. */
  readonly Content: ComponentType<{ readonly machine: MachineView }>;
}

/** All tabs of a machine's page in their order; the first one is the default. */
const tabs: readonly [Tab, ...Tab[]] = [
  { id: "overview", title: (ui) => ui.detail.overview, Content: OverviewTab },
  { id: "console", title: (ui) => ui.console.title, Content: ConsoleTab },
  { id: "network", title: (ui) => ui.network.title, Content: NetworkTab },
  { id: "disks", title: (ui) => ui.disks.title, Content: DisksTab },
  { id: "snapshots", title: (ui) => ui.storage.title, Content: SnapshotsTab },
  { id: "settings", title: (ui) => ui.machineSettings.title, Content: SettingsTab },
  { id: "log", title: (ui) => ui.detail.log, Content: LogTab },
];

const intoView = (tab: HTMLElement | null) =>
  tab?.scrollIntoView({ inline: "center", block: "nearest" });

/** The tabs of a machine's page. The chosen tab is part of the route, so that links can lead to it. */
export function MachineTabs(props: {
  readonly machine: MachineView;
  readonly wanted: MachineTab | undefined;
}) {
  const { machine, wanted } = props;
  const { ui } = useWords();
  const shown = tabs.find(({ id }) => id === wanted) ?? tabs[0];
  const choose = (value: string) => {
    const tab = tabs.find(({ id }) => id === value)?.id;
    navigate({ page: "machines", machine: machine.id, tab });
  };
  return (
    <Tabs.Root className="tabs" value={shown.id} onValueChange={choose}>
      <Tabs.List className="tab-list">
        {tabs.map(({ id, title }) => (
          <Tabs.Trigger
            key={id}
            className="tab"
            value={id}
            // A narrow page shows only some of the tabs.
            ref={id === shown.id ? intoView : undefined}
          >
            {title(ui)}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content className="tab-content" value={shown.id}>
        <shown.Content machine={machine} />
      </Tabs.Content>
    </Tabs.Root>
  );
}
