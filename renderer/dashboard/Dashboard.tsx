import { Search } from "lucide-react";
import { useCallback, useState } from "react";
import type { Words } from "../../electron/contract/words/en/english.ts";
import { useAppState, useWords } from "../app-state.ts";
import { templateNameOf, useFirstMachine } from "../features/first-run/first-machine.ts";
import { useLastExamination } from "../features/health/use-examination.ts";
import { JobsList } from "../features/jobs/JobsList.tsx";
import { LanSwitch } from "../features/network/LanSwitch.tsx";
import { Toasts } from "../features/notices/Toasts.tsx";
import { Palette } from "../features/palette/Palette.tsx";
import type { PalettePage } from "../features/palette/palette-items.ts";
import { RootPrompt } from "../features/root/RootPrompt.tsx";
import { isOfTemplates } from "../features/templates/TemplatesPage.tsx";
import { pageOf, pages } from "./pages.tsx";
import { navigate, useRoute } from "./route.ts";
import { useKeys } from "./use-keys.ts";

/** The pages of the navigation, in its order. */
const entries = pages.filter(({ entry }) => entry !== undefined);
const routes = entries.map(({ id }) => ({ page: id }));

/** Returns the pages that the palette offers. */
function palettePages(ui: Words["ui"]): readonly PalettePage[] {
  return [
    ...entries.map(({ id, entry }) => ({ to: { page: id }, title: entry?.title(ui) ?? id })),
    { to: { page: "new-machine" }, title: ui.actions.newMachine },
  ];
}

/** The main window: navigation on the left, the page of the route beside it. */
export function Dashboard() {
  const state = useAppState();
  const examination = useLastExamination();
  const { ui } = useWords();
  const route = useRoute();
  const shown = pageOf(route.page);
  const [hasPalette, setPalette] = useState(false);
  const openPalette = useCallback(() => setPalette(true), []);
  useKeys(routes, openPalette);
  const first = useFirstMachine();
  const isOnNoMachine = route.page === "machines" && route.machine === undefined;
  const isFirst = isOnNoMachine && first !== null;
  // The page itself shows the jobs there.
  const isAtAGlance = isOnNoMachine && !isFirst && state.machines.length > 0;
  return (
    <div className="dashboard">
      <nav className="nav" aria-label="Virtray">
        <div className="nav-lan">
          <LanSwitch />
        </div>
        {entries.map(({ id, entry }, index) => {
          if (entry === undefined) return null;
          const badge = entry.badge?.({ state, examination, ui }) ?? null;
          const key = ui.keys.ctrl(String(index + 1));
          return (
            <button
              key={id}
              type="button"
              className="nav-item"
              aria-current={id === shown.id || id === shown.below ? "page" : undefined}
              title={badge?.hint === undefined ? key : `${badge.hint}\n${key}`}
              onClick={() => navigate({ page: id })}
            >
              <entry.icon size={16} aria-hidden="true" />
              {entry.title(ui)}
              {badge !== null && (
                <span className={badge.level === undefined ? "dim" : `nav-pill ${badge.level}`}>
                  {badge.text}
                </span>
              )}
            </button>
          );
        })}
        <button type="button" className="nav-item nav-find" onClick={openPalette}>
          <Search size={16} aria-hidden="true" />
          {ui.palette.title}
          <kbd>{ui.keys.ctrl("K")}</kbd>
        </button>
        {!isAtAGlance && (
          <JobsList
            isOnPage={(job) =>
              (shown.id === "templates" && isOfTemplates(job)) ||
              (isFirst &&
                job.kind === "template-add" &&
                job.subject === templateNameOf(first.system))
            }
          />
        )}
        {state.asRoot && <p className="nav-foot dim">{ui.notices.asRoot}</p>}
      </nav>
      <main className="page" tabIndex={-1}>
        {shown.show(route)}
      </main>
      {hasPalette && <Palette pages={palettePages(ui)} onClose={() => setPalette(false)} />}
      <RootPrompt />
      {/* Health lists the notices itself. */}
      <Toasts withNotices={shown.id !== "health"} />
    </div>
  );
}
