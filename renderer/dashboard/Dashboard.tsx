import { HeartPulse, type LucideIcon, Network, Server, Settings } from "lucide-react";
import type { DashboardPage } from "../../electron/contract/channels.ts";
import { JobsList } from "../features/jobs/JobsList.tsx";
import { MachinesPage } from "../features/machines/MachinesPage.tsx";
import { NewMachineForm } from "../features/machines/NewMachineForm.tsx";
import { LanSwitch } from "../features/network/LanSwitch.tsx";
import { NetworkPage } from "../features/network/NetworkPage.tsx";
import { GeneralNotices } from "../features/notices/GeneralNotices.tsx";
import { HealthPage } from "../features/notices/HealthPage.tsx";
import { useTroubles } from "../features/notices/use-troubles.ts";
import { SettingsPage } from "../features/settings/SettingsPage.tsx";
import { useAppState, useWords } from "../snapshot.ts";
import { navigate, type Route, useRoute } from "./route.ts";

/** The window with everything: navigation on the left, the chosen page beside it. */
export function Dashboard() {
  const { machines, asRoot } = useAppState();
  const { ui } = useWords();
  const route = useRoute();
  const troubles = useTroubles();
  return (
    <div className="dashboard">
      <nav className="nav" aria-label="Virtray">
        <div className="nav-lan">
          <LanSwitch />
        </div>
        <NavItem
          page="machines"
          icon={Server}
          label={ui.machines.title}
          route={route}
          count={machines.length}
        />
        <NavItem page="network" icon={Network} label={ui.network.title} route={route} />
        <NavItem
          page="health"
          icon={HeartPulse}
          label={ui.health.title}
          route={route}
          count={troubles.length}
        />
        <NavItem page="settings" icon={Settings} label={ui.settings.title} route={route} />
        <JobsList />
        {asRoot && <p className="nav-foot dim">{ui.notices.asRoot}</p>}
      </nav>
      <main className="page">
        <Page route={route} />
      </main>
      {route.page !== "health" && <GeneralNotices className="dashboard-notices" />}
    </div>
  );
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case "machines":
      return <MachinesPage chosen={route.machine} />;
    case "new-machine":
      return <NewMachineForm />;
    case "network":
      return <NetworkPage />;
    case "health":
      return <HealthPage />;
    case "settings":
      return <SettingsPage />;
  }
}

function NavItem(props: {
  readonly page: DashboardPage;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly route: Route;
  readonly count?: number;
}) {
  const { page, route } = props;
  const isHere = route.page === page || (page === "machines" && route.page === "new-machine");
  return (
    <button
      type="button"
      className="nav-item"
      aria-current={isHere ? "page" : undefined}
      onClick={() => navigate(page)}
    >
      <props.icon size={16} aria-hidden="true" />
      {props.label}
      {props.count !== undefined && props.count > 0 && <span className="dim">{props.count}</span>}
    </button>
  );
}
