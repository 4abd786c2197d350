import { useSyncExternalStore } from "react";
import type { DashboardPage } from "../../electron/contract/channels.ts";
import { bridge } from "../bridge.ts";

/** Where the dashboard is: a page, and the chosen machine. It lives in the address's hash. */
export interface Route {
  readonly page: DashboardPage;
  readonly machine: string | null;
}

const pages: Readonly<Record<DashboardPage, true>> = {
  machines: true,
  network: true,
  health: true,
  settings: true,
  "new-machine": true,
};

function isPage(text: string): text is DashboardPage {
  return Object.hasOwn(pages, text);
}

/** Reads a hash such as `#machines/ID`; what cannot be read is the list of machines. */
function parseRoute(hash: string): Route {
  const [page = "", machine = ""] = hash.replace(/^#/, "").split("/");
  if (!isPage(page)) return { page: "machines", machine: null };
  return { page, machine: machine === "" ? null : machine };
}

/** Goes to a page. */
export function navigate(page: DashboardPage, machine: string | null = null): void {
  location.hash = machine === null ? page : `${page}/${machine}`;
}

/** Follows where main leads, for example after a click in the popover. */
export function followMain(): void {
  bridge.on("navigate", ({ page, machine }) => navigate(page, machine ?? null));
}

/** Where the dashboard is now. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(
    (listener) => {
      window.addEventListener("hashchange", listener);
      return () => window.removeEventListener("hashchange", listener);
    },
    () => location.hash,
  );
  return parseRoute(hash);
}
