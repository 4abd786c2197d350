import { BrowserWindow } from "electron";
import type { DesktopNotifications } from "../adapters/desktop/notifications.ts";
import type { AppState, AppStateUpdate } from "../contract/app/state.ts";
import type { AppError } from "../contract/errors/app-error.ts";
import type { Words } from "../contract/words/en/english.ts";
import { errorLine } from "../contract/words/words.ts";
import {
  createNotificationFilter,
  type News,
  type NewsButton,
  newsBetween,
} from "../core/app/notifications.ts";
import { makePlain } from "../core/base/visible-text.ts";

/** The title and text of a notification. */
function wordNews(piece: News, words: Words): { readonly title: string; readonly body: string } {
  const { news } = words.ui;
  switch (piece.kind) {
    case "machine-failed":
      return wordFailure(piece.machine, piece.problem, words);
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

/** Tells a machine that ended by itself from one that did not start, which has its own sentence. */
function wordFailure(name: string, problem: AppError | null, words: Words) {
  const { news } = words.ui;
  if (problem === null) return { title: news.machineStopped(name), body: news.machineStoppedText };
  switch (problem.code) {
    case "machine-died":
      return { title: news.machineStopped(name), body: problem.params.detail };
    case "machine-killed":
      return { title: news.machineStopped(name), body: news.machineKilledText };
    default:
      return { title: news.machineNotStarted(name), body: errorLine(words, problem) };
  }
}

/**
 * Creates the function that compares each new app state with the previous one and shows news as
 * desktop notifications, unless one of our windows has the focus or the settings forbid it.
 */
export function createNotifier(parts: {
  readonly first: AppStateUpdate;
  readonly notifications: DesktopNotifications;
  readonly act: (action: NewsButton["action"]) => void;
  readonly words: () => Words;
}): (update: AppStateUpdate) => void {
  const gate = createNotificationFilter();
  let before: AppState = parts.first.state;
  return ({ state }) => {
    const items = newsBetween(before, state);
    before = state;
    if (!state.settings.notify || BrowserWindow.getFocusedWindow() !== null) return;
    for (const { news, buttons, key } of items) {
      if (!gate.admit(key, performance.now())) continue;
      const words = parts.words();
      const { title, body } = wordNews(news, words);
      const [first, ...others] = buttons.map(({ name, action }) => ({
        label: words.ui.news.buttons[name],
        pressed: () => parts.act(action),
      }));
      if (first === undefined) continue;
      void parts.notifications.show({
        title: makePlain(title),
        body: makePlain(body),
        click: first,
        // Xfce and LXQt show the label of the click as a button, which would stand there twice.
        buttons: others,
      });
    }
  };
}
