import type { Page } from "playwright-core";
import type { RealApp } from "./real-app.ts";

/**
 * Opens the form for a new machine from the popover, and returns the dashboard. Without any machine,
 * it is reached through the first steps.
 */
export async function openNewMachine(
  app: Pick<RealApp, "dashboard">,
  popover: Page,
): Promise<Page> {
  const first = popover.getByRole("button", { name: "Create your first machine" });
  const another = popover.getByRole("button", { name: "New machine" });
  await first.or(another).waitFor();
  const isFirst = await first.isVisible();
  await (isFirst ? first : another).click();
  const dashboard = await app.dashboard();
  if (isFirst) await dashboard.getByRole("button", { name: /\bdisk\b/ }).click();
  return dashboard;
}
