import type { DashboardRoute } from "../../contract/app/route.ts";
import type { AppState } from "../../contract/app/state.ts";
import type { TrayAction } from "../../contract/app/tray-action.ts";
import type { AppError } from "../../contract/errors/app-error.ts";

/** An event that a user waits for or must know of, also while no window has the focus. */
export type News =
  | { readonly kind: "machine-failed"; readonly machine: string; readonly problem: AppError | null }
  | { readonly kind: "uplink-lost"; readonly interface: string }
  | { readonly kind: "uplink-followed"; readonly interface: string }
  | { readonly kind: "uplink-recalled"; readonly about: AppError }
  | { readonly kind: "template-ready"; readonly template: string }
  | { readonly kind: "work-failed"; readonly subject: string; readonly problem: AppError };

/** The action of a notification's button, with the name that the words have for it. */
export interface NewsButton {
  readonly name: "show" | "startAgain" | "newMachine";
  readonly action: Exclude<TrayAction, { readonly do: "quit" }>;
}

/**
 * A piece of news, its buttons, of which a click anywhere else does the first, and the key by which
 * repetitions are recognised.
 */
export interface NewsItem {
  readonly news: News;
  readonly buttons: readonly [NewsButton, ...NewsButton[]];
  readonly key: string;
}

function showing(place: DashboardRoute): NewsButton {
  return { name: "show", action: { do: "dashboard", place } };
}

type Told = Pick<AppState, "lan" | "uplink" | "machines" | "templates" | "jobs" | "notices">;

/** Returns the news between two states. */
export function newsBetween(before: Told, after: Told): readonly NewsItem[] {
  return [
    ...failedMachines(before, after),
    ...uplinkNews(before, after),
    ...recalledUplinks(before, after),
    ...finishedWork(before, after),
  ];
}

function failedMachines(before: Told, after: Told): readonly NewsItem[] {
  return after.machines.flatMap(({ id, name, status, problem }): readonly NewsItem[] => {
    const old = before.machines.find((machine) => machine.id === id);
    if (status !== "failed" || old === undefined || old.status === "failed") return [];
    const show = showing({ page: "machines", machine: id });
    const again = { name: "startAgain", action: { do: "machine", wish: "start", id } } as const;
    return [
      {
        news: { kind: "machine-failed", machine: name, problem },
        buttons: [show, again],
        key: `machine ${id}`,
      },
    ];
  });
}

function uplinkNews(before: Told, after: Told): readonly NewsItem[] {
  const [from, to] = [before.uplink.active, after.uplink.active];
  // An uplink that the user chose, or that switching the LAN opened or closed, is not news.
  const isOn = before.lan.status === "on" && after.lan.status === "on";
  const isChosen = JSON.stringify(before.uplink.choice) !== JSON.stringify(after.uplink.choice);
  if (!isOn || isChosen || from === to) return [];
  const news: News | null =
    to !== null
      ? { kind: "uplink-followed", interface: to }
      : from !== null
        ? { kind: "uplink-lost", interface: from }
        : null;
  return news === null ? [] : [{ news, buttons: [showing({ page: "network" })], key: "uplink" }];
}

function recalledUplinks(before: Told, after: Told): readonly NewsItem[] {
  return after.notices.flatMap(({ id, about }): readonly NewsItem[] =>
    about.code !== "uplink-of-place" || before.notices.some((notice) => notice.id === id)
      ? []
      : [
          {
            news: { kind: "uplink-recalled", about },
            buttons: [showing({ page: "network" })],
            key: `place ${about.params.place}`,
          },
        ],
  );
}

function finishedWork(before: Told, after: Told): readonly NewsItem[] {
  const isMaking = (name: string) =>
    [...before.jobs, ...after.jobs].some(
      ({ kind, subject }) => kind === "template-add" && subject === name,
    );
  const ready = after.templates.flatMap(({ id, name }): readonly NewsItem[] =>
    before.templates.some((old) => old.id === id) || !isMaking(name)
      ? []
      : [
          {
            news: { kind: "template-ready", template: name },
            buttons: [
              showing({ page: "templates" }),
              { name: "newMachine", action: { do: "dashboard", place: { page: "new-machine" } } },
            ],
            key: `template ${id}`,
          },
        ],
  );
  const failed = after.jobs.flatMap(({ id, subject, problem }): readonly NewsItem[] => {
    const old = before.jobs.find((job) => job.id === id);
    if (problem === null || old === undefined || old.problem !== null) return [];
    return [
      {
        news: { kind: "work-failed", subject: subject ?? "", problem },
        buttons: [showing({ page: "machines" })],
        key: `job ${id}`,
      },
    ];
  });
  return [...ready, ...failed];
}

/** At most this many notifications within `windowMs`. */
const mostInWindow = 5;
const windowMs = 60_000;
/**
 * The pause before a notification is repeated: an uplink may come and go, a machine fail in a loop.
 */
const sameAgainMs = 30_000;

/** Decides which news to show, by the news shown before. */
export interface NotificationFilter {
  /** Returns whether news of a key may be shown now (milliseconds); if so, it counts as shown. */
  admit(key: string, now: number): boolean;
}

/** Creates a filter that has not shown any news. */
export function createNotificationFilter(): NotificationFilter {
  let told: readonly { readonly key: string; readonly at: number }[] = [];
  return {
    admit(key, now) {
      told = told.filter(({ at }) => now - at < windowMs);
      const isAgain = told.some((old) => old.key === key && now - old.at < sameAgainMs);
      if (isAgain || told.length >= mostInWindow) return false;
      told = [...told, { key, at: now }];
      return true;
    },
  };
}
