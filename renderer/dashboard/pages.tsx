import { HeartPulse, Layers, type LucideIcon, Network, Server, Settings } from "lucide-react";
import type { ReactNode } from "react";
import {
  type DashboardPage,
  type DashboardRoute,
  dashboardPages,
} from "../../electron/contract/app/route.ts";
import type { AppState } from "../../electron/contract/app/state.ts";
import type { Examination } from "../../electron/contract/doctor/doctor.ts";
import type { Words } from "../../electron/contract/words/en/english.ts";
import { HealthPage } from "../features/health/HealthPage.tsx";
import { countTroubles } from "../features/health/troubles.ts";
import { MachinesPage } from "../features/machine-list/MachinesPage.tsx";
import { NetworkPage } from "../features/network/NetworkPage.tsx";
import { NewMachinePage } from "../features/new-machine/NewMachinePage.tsx";
import { SettingsPage } from "../features/settings/SettingsPage.tsx";
import { TemplatesPage } from "../features/templates/TemplatesPage.tsx";

/** A page of the dashboard, with its entry in the navigation. */
interface Page {
  readonly id: DashboardPage;
  readonly show: (route: DashboardRoute) => ReactNode;
  /** Left out for a page without an entry of its own: the navigation marks the entry `below`. */
  readonly entry?: {
    readonly icon: LucideIcon;
    readonly title: (ui: Words["ui"]) => string;
    /** Marks the number as one of problems. */
    readonly isOfTroubles?: true;
    /** Returns the number beside the title; 0 is not shown. */
    readonly count?: (state: AppState, examination: Examination | null) => number;
  };
  readonly below?: DashboardPage;
}

const contents: Readonly<Record<DashboardPage, Omit<Page, "id">>> = {
  machines: {
    show: ({ machine, tab }) => <MachinesPage chosen={machine} tab={tab} />,
    entry: {
      icon: Server,
      title: (ui) => ui.machines.title,
      count: ({ machines }) => machines.length,
    },
  },
  "new-machine": {
    below: "machines",
    show: ({ template }) => <NewMachinePage wanted={template} />,
  },
  templates: {
    show: () => <TemplatesPage />,
    entry: {
      icon: Layers,
      title: (ui) => ui.templates.title,
      count: ({ templates }) => templates.length,
    },
  },
  network: {
    show: () => <NetworkPage />,
    entry: { icon: Network, title: (ui) => ui.network.title },
  },
  health: {
    show: () => <HealthPage />,
    entry: {
      icon: HeartPulse,
      title: (ui) => ui.health.title,
      count: countTroubles,
      isOfTroubles: true,
    },
  },
  settings: {
    show: () => <SettingsPage />,
    entry: { icon: Settings, title: (ui) => ui.settings.title },
  },
};

export const pageOf = (id: DashboardPage): Page => ({ id, ...contents[id] });

/** All pages, in the order of the navigation. */
export const pages: readonly Page[] = dashboardPages.map(pageOf);
