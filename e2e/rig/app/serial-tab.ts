import type { Page } from "playwright-core";
import { until } from "../until.ts";

/** A machine's console of text as the dashboard shows it. */
export interface SerialTab {
  /** Types a line once the guest's shell waits for it, and waits until the answer shows. */
  say(line: string, answer: string | RegExp): Promise<void>;
  /** Returns the rows of the terminal. */
  text(): Promise<string>;
  /** Waits for the shell, which loses earlier input. */
  prompted(): Promise<void>;
}

/** The serial line, or the login by ssh, on a dashboard that shows a machine's console. */
export function serialTab(dashboard: Page, kind: "serial" | "terminal" = "serial"): SerialTab {
  // Of several logins one is shown.
  const terminal = dashboard.locator(`[data-testid=console-${kind}]:visible`);
  const text = async () => (await terminal.locator(".xterm-rows > div").allInnerTexts()).join("\n");
  return {
    text,
    prompted: async () => {
      await until("the guest's shell", async () => /# *$/m.test(await text()));
    },
    async say(line, answer) {
      await terminal.locator("textarea").focus();
      await dashboard.keyboard.type(line);
      await dashboard.keyboard.press("Enter");
      await until(`the guest to answer ${answer}`, async () => (await text()).match(answer));
    },
  };
}
