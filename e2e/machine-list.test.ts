import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { focusedIn, startThreeMachines, type ThreeMachines } from "./rig/app/three-machines.ts";
import type { Instance } from "./rig/command.ts";

/** The dashboard's list and pages of machines, mostly by keyboard, with machines that are firmware only. */
let three: ThreeMachines;
let instance: Instance;
let dashboard: Page;

beforeAll(async () => {
  three = await startThreeMachines();
  ({ instance } = three);
  await three.panel.choose("gamma ·", "Details");
  dashboard = await three.app.dashboard();
  await dashboard.getByRole("heading", { name: "gamma", exact: true }).waitFor();
});

afterAll(() => three?.close());

it("makes the list wider by its edge, and keeps that", async () => {
  const list = dashboard.locator(".machine-list");
  const width = async () => Math.round((await list.boundingBox())?.width ?? 0);
  const edge = dashboard.getByRole("separator", { name: "Width of the list" });
  const usual = await width();
  const box = await edge.boundingBox();
  if (box === null) throw new Error("the list has no edge");
  const [x, y] = [box.x + box.width / 2, box.y + 200];
  await dashboard.mouse.move(x, y);
  await dashboard.mouse.down();
  await dashboard.mouse.move(x + 60, y, { steps: 4 });
  await dashboard.mouse.up();
  const near = usual + 60;
  await expect.poll(async () => Math.abs((await width()) - near)).toBeLessThan(5);
  await edge.press("ArrowLeft");
  await expect.poll(async () => Math.abs((await width()) - near + 20)).toBeLessThan(5);
  const kept = await width();
  await dashboard.reload();
  await expect.poll(width).toBe(kept);
  await edge.dblclick();
  await expect.poll(width).toBe(usual);
});

it("saves a running machine’s settings with a restart", async () => {
  await instance.json("start", "beta");
  const first = await instance.machine("beta", ({ status }) => status === "running");
  await dashboard.getByTestId("machine-row-beta").getByRole("button").click();
  await dashboard.getByRole("tab", { name: "Settings" }).click();
  await dashboard.getByLabel("Memory (MiB)").fill("80");
  await dashboard.getByText("The guest is shut down and started again.").waitFor();
  await dashboard.getByRole("button", { name: "Save and restart" }).click();
  // Firmware does not react to the power button, so the question what to do comes after a while.
  await dashboard.getByText("Waiting until the guest is shut down…").waitFor();
  await instance.json("kill", "beta");
  await dashboard.getByText("Saved. The machine has been restarted.").waitFor();
  const second = await instance.machine("beta", ({ status }) => status === "running");
  expect(second.pid).not.toBe(first.pid);
  const { stdout } = await instance.virtray("show", "beta");
  expect(stdout).toContain("80 MiB");
  await instance.json("kill", "beta");
});

it("selects machines by keys, and asks before Delete moves several; the focus stays in the list", async () => {
  const card = (name: string) => dashboard.getByTestId(`machine-row-${name}`).getByRole("button");
  const press = (name: string) => dashboard.keyboard.press(name);
  const selected = () =>
    dashboard
      .locator("[data-machine] .machine-select:checked")
      .evaluateAll((boxes) => boxes.map((box) => box.getAttribute("aria-label")));
  await card("gamma").focus();
  await press("Home");
  await press("Shift+ArrowDown");
  await expect.poll(selected).toEqual(["Select alpha", "Select beta"]);
  await press("Control+Space");
  await expect.poll(selected).toEqual(["Select alpha"]);
  await press("Control+a");
  await expect.poll(selected).toEqual(["Select alpha", "Select beta", "Select gamma"]);
  await press("Delete");
  await dashboard.getByRole("heading", { name: "Delete 3 machines?" }).waitFor();
  await press("Escape");
  await dashboard.getByRole("dialog").waitFor({ state: "detached" });
  expect(await focusedIn(dashboard)).toContain("beta");
  await press("Escape");
  await expect.poll(selected).toEqual([]);

  await press("Delete");
  await dashboard.getByTestId("machine-row-beta").waitFor({ state: "detached" });
  await expect.poll(() => focusedIn(dashboard)).toContain("gamma");
  await dashboard.getByRole("button", { name: /^Undo/ }).press("Enter");
  await dashboard.getByRole("heading", { name: "beta", exact: true }).waitFor();
  await dashboard.getByRole("button", { name: /^Undo/ }).waitFor({ state: "detached" });
});

it("returns the focus to the control that opened a dialog or form, or else to the page", async () => {
  const button = (name: string) => dashboard.getByRole("button", { name });
  await dashboard.getByTestId("machine-row-gamma").getByRole("button").press("Enter");
  await dashboard.getByRole("heading", { name: "gamma", exact: true }).waitFor();
  for (const item of ["Copy machine…", "Export…"]) {
    await button("More: gamma").press("Enter");
    await dashboard.getByRole("menuitem", { name: item }).press("Enter");
    await dashboard.getByRole("dialog").waitFor();
    await dashboard.keyboard.press("Escape");
    await dashboard.getByRole("dialog").waitFor({ state: "detached" });
    expect(await focusedIn(dashboard)).toBe("More: gamma");
  }
  await dashboard.getByRole("tab", { name: "Network" }).press("Enter");
  await button("Port forwards: Add…").press("Enter");
  await dashboard.getByLabel("Port of this computer").press("Escape");
  await expect.poll(() => focusedIn(dashboard)).toBe("Port forwards: Add…");
  await button("New machine").press("Enter");
  await dashboard.getByRole("heading", { name: "New machine" }).waitFor();
  const tag = () => dashboard.evaluate(() => document.activeElement?.tagName);
  await expect.poll(tag).toBe("MAIN");
  await button("Machines").press("Enter");
  await dashboard.getByTestId("machine-row-gamma").getByRole("button").press("Enter");
  await dashboard.getByRole("heading", { name: "gamma", exact: true }).waitFor();
});

it("renames a machine, changes it, and brings it back after a delete", async () => {
  await dashboard.getByRole("tab", { name: "Settings" }).click();
  await dashboard.getByLabel("Name", { exact: true }).fill("delta");
  await dashboard.getByRole("button", { name: "Rename" }).click();
  await dashboard.getByText("Renamed.").waitFor();
  await dashboard.getByRole("heading", { name: "delta", exact: true }).waitFor();
  await dashboard.getByLabel("Memory (MiB)").fill("96");
  await dashboard.getByRole("button", { name: "Save" }).click();
  await dashboard.getByText("Saved. Takes effect at the next start.").waitFor();
  await dashboard.getByRole("button", { name: "More: delta" }).click();
  await dashboard.getByRole("menuitem", { name: "Copy machine…" }).click();
  await dashboard.getByLabel("Name of the copy").fill("epsilon");
  await dashboard.getByRole("dialog").getByRole("button", { name: "Copy" }).click();
  await instance.machine("epsilon", ({ status }) => status === "stopped");

  await dashboard.getByRole("button", { name: "More: delta" }).click();
  await dashboard.getByRole("menuitem", { name: "Move to trash" }).click();
  await dashboard.getByText("“delta” was moved to the trash.").waitFor();
  await dashboard.getByTestId("machine-row-delta").waitFor({ state: "detached" });
  await dashboard.getByRole("button", { name: "Undo" }).click();
  await dashboard.getByTestId("machine-row-delta").waitFor();
  await dashboard.getByRole("heading", { name: "delta", exact: true }).waitFor();
  await dashboard.getByRole("button", { name: "Undo" }).waitFor({ state: "detached" });
  await dashboard.getByText("96 MiB").waitFor();
  await instance.machine("delta", ({ status }) => status === "stopped");
});

it("starts the selected machines at once, and moves them to the trash", async () => {
  await dashboard.getByLabel("Find a machine").fill("a");
  const names = ["alpha", "beta"];
  for (const name of names) await dashboard.getByLabel(`Select ${name}`).check();
  await dashboard.getByText("2 selected").waitFor();
  await dashboard.getByRole("button", { name: "Start: 2 machines" }).click();
  for (const name of names) {
    await instance.machine(name, ({ status }) => status === "running");
    await instance.json("kill", name);
  }
  await dashboard.getByRole("button", { name: "Delete…: 2 machines" }).click();
  await dashboard.getByRole("button", { name: "Delete machines" }).click();
  for (const name of names) {
    await dashboard.getByTestId(`machine-row-${name}`).waitFor({ state: "detached" });
  }
  await dashboard.getByText("Trash (2)").waitFor();
});

it("empties the trash only after it was asked for once more", async () => {
  await dashboard.getByText("Trash (2)").click();
  const ask = dashboard.getByRole("button", { name: "Empty the trash…" });
  const question = dashboard.getByRole("dialog", { name: "Delete 2 machines for good?" });
  await ask.click();
  await question.getByText("alpha").waitFor();
  await question.getByRole("button", { name: "Cancel" }).click();
  await question.waitFor({ state: "detached" });
  expect(await instance.json<readonly unknown[]>("trash", "list")).toHaveLength(2);
  await ask.click();
  await question.getByRole("button", { name: "Empty the trash" }).click();
  await ask.waitFor({ state: "detached" });
  expect(await instance.json("trash", "list")).toEqual([]);
});
