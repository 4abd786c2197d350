import { BrowserWindow, Notification } from "electron";
import type { AppState, AppStateUpdate } from "../contract/app/state.ts";
import type { Words } from "../contract/words/en/english.ts";
import { errorLine } from "../contract/words/words.ts";
import { createNotificationFilter, type News, newsBetween } from "../core/app/notifications.ts";
import { makePlain } from "../core/base/visible-text.ts";
import type { Windows } from "./windows/windows.ts";

/** The title and text of a notification. */
function wordNews(piece: News, words: Words): { readonly title: string; readonly body: string } {
  const { news } = words.ui;
  switch (piece.kind) {
    case "machine-failed":
      return {
        title: news.machineFailed(piece.machine),
        body: piece.problem === null ? "" : errorLine(words, piece.problem),
      };
    case "uplink-lost":
      return { title: news.uplinkLost(piece.interface), body: news.uplinkLostText };
    case "uplink-followed":
      return { title: news.uplinkFollowed(piece.interface), body: news.uplinkFollowedText };
    case "uplink-recalled":
      return { title: news.uplinkRecalled, body: errorLine(words, piece.about) };
    case "template-ready":
      return { title: news.templateReady(piece.template), body: news.templateReadyText };
    case "work-failed":
      return { title: news.workFailed(piece.subject), body: errorLine(words, piece.problem) };
  }
}

/**
 * Creates the function that compares each new app state with the previous one and shows news as
 * desktop notifications, unless one of our windows has the focus or the settings forbid it. A click
 * leads to the route.
 */
export function createNotifier(parts: {
  readonly first: AppStateUpdate;
  readonly icon: string;
  readonly windows: Pick<Windows, "openDashboard">;
  readonly words: () => Words;
}): (update: AppStateUpdate) => void {
  const gate = createNotificationFilter();
  // A collected notification never receives its click.
  const shown = new Set<Notification>();
  let before: AppState = parts.first.state;
  return ({ state }) => {
    const items = newsBetween(before, state);
    before = state;
    if (!state.settings.notify || BrowserWindow.getFocusedWindow() !== null) return;
    for (const { news, place, key } of items) {
      if (!gate.admit(key, performance.now())) continue;
      const { title, body } = wordNews(news, parts.words());
      const notification = new Notification({
        title: makePlain(title),
        body: makePlain(body),
        icon: parts.icon,
      });
      shown.add(notification);
      notification.on("click", () => parts.windows.openDashboard(place));
      for (const end of ["close", "failed"] as const) {
        notification.on(end as "close", () => shown.delete(notification));
      }
      notification.show();
    }
  };
}
