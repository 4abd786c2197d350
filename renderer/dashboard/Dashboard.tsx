import { useAppState, useWords } from "../app-state.ts";
import { useLastExamination } from "../features/health/use-examination.ts";
import { JobsList } from "../features/jobs/JobsList.tsx";
import { LanSwitch } from "../features/network/LanSwitch.tsx";
import { Toasts } from "../features/notices/Toasts.tsx";
import { RootPrompt } from "../features/root/RootPrompt.tsx";
import { pageOf, pages } from "./pages.tsx";
import { navigate, useRoute } from "./route.ts";

/** The main window: navigation on the left, the page of the route beside it. */
export function Dashboard() {
  const state = useAppState();
  const examination = useLastExamination();
  const { ui } = useWords();
  const route = useRoute();
  const shown = pageOf(route.page);
  return (
    <div className="dashboard">
      <nav className="nav" aria-label="Virtray">
        <div className="nav-lan">
          <LanSwitch />
        </div>
        {pages.map(({ id, entry }) => {
          if (entry === undefined) return null;
          const count = entry.count?.(state, examination) ?? 0;
          return (
            <button
              key={id}
              type="button"
              className="nav-item"
              aria-current={id === shown.id || id === shown.below ? "page" : undefined}
              onClick={() => navigate({ page: id })}
            >
              <entry.icon size={16} aria-hidden="true" />
              {entry.title(ui)}
              {count > 0 && <span className="dim">{count}</span>}
            </button>
          );
        })}
        <JobsList />
        {state.asRoot && <p className="nav-foot dim">{ui.notices.asRoot}</p>}
      </nav>
      <main className="page" tabIndex={-1}>
        {shown.show(route)}
      </main>
      <RootPrompt />
      {/* Health lists the notices itself. */}
      <Toasts withNotices={shown.id !== "health"} />
    </div>
  );
}
