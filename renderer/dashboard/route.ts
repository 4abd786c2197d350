import { useSyncExternalStore } from "react";
import {
  type DashboardRoute,
  parseRouteHash,
  routeHash,
} from "../../electron/contract/app/route.ts";
import { bridge } from "../bridge.ts";

/** Shows a route in this window. */
export function navigate(route: DashboardRoute): void {
  location.hash = routeHash(route);
}

/** Follows the routes that main sends, for example after a click in the popover. */
export function followMain(): void {
  bridge.on("navigate", navigate);
}

/** Returns the dashboard's route, which is kept in the hash of its address. */
export function useRoute(): DashboardRoute {
  const hash = useSyncExternalStore(
    (listener) => {
      window.addEventListener("hashchange", listener);
      return () => window.removeEventListener("hashchange", listener);
    },
    () => location.hash,
  );
  return parseRouteHash(hash);
}
