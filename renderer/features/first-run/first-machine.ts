import { useSyncExternalStore } from "react";
import type { AppState } from "../../../electron/contract/app/state.ts";
import { type AppError, ok, type Result } from "../../../electron/contract/errors/app-error.ts";
import { whenState } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { freeName } from "../../free-name.ts";

/** The source of the first machine: a template that exists, or an image of the catalogue. */
export type FirstSystem =
  | { readonly kind: "template"; readonly id: string; readonly name: string }
  | {
      readonly kind: "catalogue";
      readonly id: string;
      readonly name: string;
      readonly url: string;
    };

/** The steps that one click does, in their order. */
export const firstSteps = ["lan", "image", "machine", "login"] as const;
export type FirstStep = (typeof firstSteps)[number];

/** How far the way to the first machine has come. */
export interface FirstMachine {
  readonly system: FirstSystem;
  /** The step that is under way, or that failed. */
  readonly at: FirstStep;
  /** When this step began, in milliseconds since the epoch. */
  readonly since: number;
  /** Why it stopped there; null if it did not. */
  readonly problem: AppError | null;
  readonly isDone: boolean;
  /** The ID of the template, once it is there. */
  readonly template: string | null;
  /** The ID of the machine, once it exists. */
  readonly machine: string | null;
  /** Whether `~/.ssh` was empty, so that a key was made. */
  readonly hasNewKey: boolean;
}

/** Kept here and not in a component: the steps go on while another page is shown. */
let current: FirstMachine | null = null;
const listeners = new Set<() => void>();

function show(next: FirstMachine | null): void {
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Returns how far the first machine is; null if nobody has asked for it. */
export function useFirstMachine(): FirstMachine | null {
  return useSyncExternalStore(subscribe, () => current);
}

/** Forgets the first machine: what is under way goes on as a job, but nothing follows it. */
export function leaveFirstMachine(): void {
  show(null);
}

/** Does all steps from nothing to a machine that one can log in to; stops where one fails. */
export function createFirstMachine(system: FirstSystem): Promise<void> {
  return goOn({
    system,
    at: "lan",
    since: Date.now(),
    problem: null,
    isDone: false,
    template: null,
    machine: null,
    hasNewKey: false,
  });
}

/** Tries again after a failure; what is done already is not done twice. */
export async function retryFirstMachine(): Promise<void> {
  if (current?.problem != null) await goOn({ ...current, problem: null });
}

type Done = Partial<Pick<FirstMachine, "template" | "machine" | "hasNewKey">>;

const work: Readonly<Record<FirstStep, (first: FirstMachine) => Promise<Result<Done>>>> = {
  lan: switchLanOn,
  image: bringImage,
  machine: startMachine,
  login: awaitLogin,
};

async function goOn(from: FirstMachine): Promise<void> {
  let first = from;
  for (const at of firstSteps.slice(firstSteps.indexOf(from.at))) {
    first = { ...first, at, since: Date.now() };
    show(first);
    const shown = first;
    const done = await work[at](first);
    // The steps were left or begun again meanwhile.
    if (current === null || current.since !== shown.since) return;
    if (!done.ok) return show({ ...current, problem: done.error });
    first = { ...current, ...done.value };
  }
  show({ ...first, isDone: true });
}

async function switchLanOn(): Promise<Result<Done>> {
  const status = await whenState(({ lan }) =>
    lan.status === "starting" || lan.status === "stopping" ? null : lan.status,
  );
  if (status === "on") return ok({});
  const switched = await bridge.call("lan.up", undefined);
  return switched.ok ? ok({}) : switched;
}

/** Returns the usable template that was downloaded from a URL; null if there is none. */
function downloadedFrom(url: string, { templates }: AppState): string | null {
  const found = templates.find(
    ({ problem, definition: { source } }) =>
      problem === null && source.kind === "download" && source.url === url,
  );
  return found?.id ?? null;
}

/** Returns the name that a catalogue's image gets as a template. */
export function templateNameOf({ id }: { readonly id: string }): string {
  return freeName(id, []);
}

async function bringImage({ system }: FirstMachine): Promise<Result<Done>> {
  if (system.kind === "template") return ok({ template: system.id });
  const { id, url } = system;
  const like = templateNameOf(system);
  // A download that was begun before is waited for; a failed one gives way to a new one.
  const before = await whenState((state) => {
    const job = state.jobs.find(({ kind, subject }) => kind === "template-add" && subject === like);
    if (job !== undefined && job.problem === null) return null;
    const taken = state.templates.map(({ name }) => name);
    return { failed: job?.id, taken, template: downloadedFrom(url, state) };
  });
  if (before.template !== null) return ok({ template: before.template });
  if (before.failed !== undefined) await bridge.call("job.cancel", { id: before.failed });
  const name = freeName(id, before.taken);
  const added = await bridge.call("template.add", { name, from: { kind: "catalogue", id } });
  if (added.ok) return ok({ template: await whenState((state) => downloadedFrom(url, state)) });
  // The failure is told here, so the list of jobs need not keep it.
  const failed = await whenState(({ jobs }) => ({
    job: jobs.find(({ subject, problem }) => subject === name && problem !== null),
  }));
  if (failed.job !== undefined) await bridge.call("job.cancel", { id: failed.job.id });
  return added;
}

/**
 * Returns the keys in `~/.ssh`, or a new one where there is none: nobody could log in to a machine
 * without a key, because it has no password either.
 */
async function keysToLogIn(): Promise<
  Result<{ readonly keys: string[]; readonly isNew: boolean }>
> {
  const found = await bridge.call("ssh-key.list", undefined);
  if (!found.ok) return found;
  if (found.value.length > 0) return ok({ keys: [...found.value], isNew: false });
  const made = await bridge.call("ssh-key.make", undefined);
  return made.ok ? ok({ keys: [made.value], isNew: true }) : made;
}

/** Creates the machine and notes it, so that a start that fails does not create another one. */
async function createMachine(first: FirstMachine): Promise<Result<string>> {
  const keys = await keysToLogIn();
  if (!keys.ok) return keys;
  const taken = await whenState(({ machines }) => machines.map(({ name }) => name));
  const { system } = first;
  // `alpine` instead of `alpine-3-23`: the name is typed often, and the machine may be updated.
  const like = system.kind === "catalogue" ? (/^[a-z]+/.exec(system.id)?.[0] ?? "") : system.name;
  const made = await bridge.call("machine.create", {
    name: freeName(like, taken) || freeName("first", taken),
    template: first.template ?? "",
    cpus: 1,
    sshKeys: keys.value.keys,
  });
  if (!made.ok) return made;
  const { id } = made.value;
  if (current !== null) show({ ...current, machine: id, hasNewKey: keys.value.isNew });
  return ok(id);
}

async function startMachine(first: FirstMachine): Promise<Result<Done>> {
  const created = first.machine === null ? await createMachine(first) : ok(first.machine);
  if (!created.ok) return created;
  const id = created.value;
  const status = await whenState(
    ({ machines }) => machines.find((machine) => machine.id === id)?.status ?? null,
  );
  if (status !== "stopped" && status !== "failed") return ok({ machine: id });
  const started = await bridge.call("machine.start", { id });
  return started.ok ? ok({ machine: id }) : started;
}

/** Waits until the machine answers at its address; fails if it ends before. */
function awaitLogin({ machine: id }: FirstMachine): Promise<Result<Done>> {
  return whenState(({ machines }): Result<Done> | null => {
    const machine = machines.find((each) => each.id === id);
    if (machine === undefined) return ok({});
    if (machine.status === "failed" && machine.problem !== null) {
      return { ok: false, error: machine.problem };
    }
    return machine.status === "running" && machine.reachable === true ? ok({}) : null;
  });
}
