import { HeartPulse, Layers, type LucideIcon, Network, Server, Settings } from "lucide-react";
import type { ReactNode } from "react";
import {
  type DashboardPage,
  type DashboardRoute,
  dashboardPages,
} from "../../electron/contract/app/route.ts";
import type { AppState } from "../../electron/contract/app/state.ts";
import { knownOf } from "../../electron/contract/computer/far-machine.ts";
import type { Examination } from "../../electron/contract/doctor/doctor.ts";
import { countStatuses } from "../../electron/contract/machine/machine-actions.ts";
import type { Words } from "../../electron/contract/words/en/english.ts";
import { HealthPage } from "../features/health/HealthPage.tsx";
import { troubleLevels } from "../features/health/troubles.ts";
import { MachinesPage } from "../features/machine-list/MachinesPage.tsx";
import { NetworkPage } from "../features/network/NetworkPage.tsx";
import { NewMachinePage } from "../features/new-machine/NewMachinePage.tsx";
import { SettingsPage } from "../features/settings/SettingsPage.tsx";
import { TemplatesPage } from "../features/templates/TemplatesPage.tsx";

/** The things that a badge may tell of. */
interface Standing {
  readonly state: AppState;
  readonly examination: Examination | null;
  readonly ui: Words["ui"];
}

/** A number beside an entry: one of problems has the colour of the worst of them. */
interface Badge {
  readonly text: string;
  readonly level?: "warning" | "error";
  /** The same in words, where the number alone does not tell. */
  readonly hint?: string;
}

/** A page of the dashboard, with its entry in the navigation. */
interface Page {
  readonly id: DashboardPage;
  readonly show: (route: DashboardRoute) => ReactNode;
  /** Left out for a page without an entry of its own: the navigation marks the entry `below`. */
  readonly entry?: {
    readonly icon: LucideIcon;
    readonly title: (ui: Words["ui"]) => string;
    /** Returns what stands beside the title, or null for nothing. */
    readonly badge?: (standing: Standing) => Badge | null;
  };
  readonly below?: DashboardPage;
}

const contents: Readonly<Record<DashboardPage, Omit<Page, "id">>> = {
  machines: {
    show: ({ machine, tab }) => <MachinesPage chosen={machine} tab={tab} />,
    entry: {
      icon: Server,
      title: (ui) => ui.machines.title,
      badge: ({ state: { machines, farMachines }, ui }) => {
        const all = [...machines, ...farMachines];
        if (all.length === 0) return null;
        const counts = countStatuses(knownOf(all));
        return {
          text: `${counts.running}/${all.length}`,
          hint: ui.machines.counted(counts, all.length),
        };
      },
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
      badge: ({ state: { templates } }) =>
        templates.length === 0 ? null : { text: String(templates.length) },
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
      badge: ({ state, examination }) => {
        const levels = troubleLevels(state, examination);
        return levels.length === 0
          ? null
          : {
              text: String(levels.length),
              level: levels.includes("error") ? "error" : "warning",
            };
      },
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
