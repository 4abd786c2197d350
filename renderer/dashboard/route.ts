import { useSyncExternalStore } from "react";
import {
  type DashboardRoute,
  parseRouteHash,
  routeHash,
} from "../../electron/contract/app/route.ts";
import { bridge } from "../bridge.ts";

/** Goes to a place in this window. */
export function navigate(place: DashboardRoute): void {
  location.hash = routeHash(place);
}

/** Follows where main leads, for example after a click in the popover. */
export function followMain(): void {
  bridge.on("navigate", navigate);
}

/** Where the dashboard is now. It lives in the address's hash. */
export function usePlace(): DashboardRoute {
  const hash = useSyncExternalStore(
    (listener) => {
      window.addEventListener("hashchange", listener);
      return () => window.removeEventListener("hashchange", listener);
    },
    () => location.hash,
  );
  return parseRouteHash(hash);
}
