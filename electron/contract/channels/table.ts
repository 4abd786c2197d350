import * as v from "valibot";
import { type DashboardRoute, dashboardRouteSchema } from "../app/route.ts";
import { settingsRequestSchema } from "../app/settings.ts";
import type { ShellEntryStanding } from "../app/shell-entry.ts";
import type { ShortcutState } from "../app/shortcut.ts";
import type { AppStateUpdate } from "../app/state.ts";
import type { WindowSystemStanding } from "../app/window-system.ts";
import { formed } from "../base/formed.ts";
import type { CertificateFile } from "../base/handed-on.ts";
import {
  absolutePathSchema,
  folderNameSchema,
  machineIdSchema,
  machineNameSchema,
} from "../base/primitives.ts";
import { machineReferenceSchema } from "../computer/far-machine.ts";
import type { Examination } from "../doctor/doctor.ts";
import type { Result } from "../errors/app-error.ts";
import type { NetdLogEntry } from "../lan/netd.ts";
import { lanChangeSchema } from "../lan/network.ts";
import { consoleKinds } from "../machine/console.ts";
import type { GuestFacts } from "../machine/guest-facts.ts";
import { type ListeningPort, openPortSchema } from "../machine/listening-port.ts";
import { addMachineSchema, autostartSchema, type MachineProposal } from "../machine/machine.ts";
import { markMachineSchema } from "../machine/marks.ts";
import type { UsageHistory, UsageLook } from "../machine/usage.ts";
import { uplinkChoiceSchema } from "../uplink/choice.ts";
import { computerChannels } from "./computers.ts";
import { netChannels } from "./lan.ts";
import type { ChannelName, PushName } from "./names.ts";
import { shareChannels } from "./shares.ts";
import { storageChannels } from "./storage.ts";
import { templateChannels } from "./templates.ts";

/** A screen of 4096 × 4096 pixels as a poorly packed PNG. */
const mostPictureBytes = 64 * 1024 * 1024;
/** In characters: more than a terminal's whole scrollback. */
export const mostClipboardText = 1024 * 1024;
/** Files that are dropped at once; more are a folder's work. */
const mostDropped = 1000;

const one = <A>() => ({ answer: undefined as A });
const machineSchema = v.strictObject({ id: machineIdSchema });
/** For what also machines of other computers do. */
const anyMachineSchema = v.strictObject({ id: machineReferenceSchema });
const jobSchema = v.strictObject({ id: v.string() });
const nothingSchema = v.undefined();

/**
 * Every request that a window may make of the main process. The registration in main and the tests'
 * bridge are made from this table; main parses each request with its schema, and always answers
 * with a `Result`.
 */
export const channels = {
  "state.get": { request: nothingSchema, ...one<AppStateUpdate>() },
  "lan.up": { request: nothingSchema, ...one<void>() },
  "lan.down": { request: nothingSchema, ...one<void>() },
  "lan.change": { request: lanChangeSchema, ...one<void>() },
  "uplink.set": { request: uplinkChoiceSchema, ...one<void>() },
  /** Undoes the last choice of an uplink, the LAN's or a machine's, within ten seconds. */
  "uplink.undo": { request: nothingSchema, ...one<void>() },
  "machine.add": { request: addMachineSchema, ...one<{ readonly id: string }>() },
  "machine.propose": {
    request: nothingSchema,
    ...one<MachineProposal>(),
  },
  "machine.start": { request: anyMachineSchema, ...one<void>() },
  "machine.stop": { request: anyMachineSchema, ...one<void>() },
  "machine.kill": { request: anyMachineSchema, ...one<void>() },
  "machine.restart": { request: anyMachineSchema, ...one<void>() },
  "machine.pause": { request: anyMachineSchema, ...one<void>() },
  "machine.resume": { request: anyMachineSchema, ...one<void>() },
  "machine.suspend": { request: anyMachineSchema, ...one<void>() },
  /** Boots a suspended machine; its memory is kept in a file. */
  "machine.boot": { request: machineSchema, ...one<void>() },
  /** Deletes the memory of a suspended machine. */
  "machine.discard": { request: machineSchema, ...one<void>() },
  "machine.delete": { request: machineSchema, ...one<void>() },
  /**
   * Restores the last good definition of a machine whose file cannot be read. `id`: its folder's
   * name.
   */
  "machine.recover": {
    request: v.strictObject({ id: folderNameSchema }),
    ...one<{ readonly name: string; readonly kept: string }>(),
  },
  "machine.autostart": {
    request: v.strictObject({ id: machineIdSchema, autostart: autostartSchema }),
    ...one<void>(),
  },
  /** Changes tags, note and protection of a machine. */
  "machine.mark": {
    request: v.strictObject({ id: machineIdSchema, change: markMachineSchema }),
    ...one<void>(),
  },
  /** Sets a machine's own uplink; with null it follows the LAN's again. */
  "machine.set-uplink": {
    request: v.strictObject({ id: machineIdSchema, uplink: v.nullable(uplinkChoiceSchema) }),
    ...one<void>(),
  },
  "machine.guest-facts": { request: machineSchema, ...one<GuestFacts | null>() },
  /** The ports on which programs in the guest listen. */
  "machine.ports": { request: machineSchema, ...one<readonly ListeningPort[]>() },
  /** Shows the web page at a machine's port in the user's browser. */
  "machine.open-port": { request: openPortSchema, ...one<void>() },
  /** The last lines of QEMU's log, oldest first. */
  "machine.log": { request: anyMachineSchema, ...one<readonly string[]>() },
  /** The usage of all running machines in the last minutes; the push of that name goes on from there. */
  "usage.get": { request: nothingSchema, ...one<UsageHistory>() },
  /** Opens the user's terminal with a login to the machine. */
  "machine.terminal": { request: anyMachineSchema, ...one<void>() },
  /** Opens a window of the user's editor in the machine. */
  "machine.editor": { request: machineSchema, ...one<void>() },
  /** The name of an editor that is installed and works in machines; null without one. */
  /** Copies files and folders into the home of the machine's user, as a job; the user agrees first. */
  "machine.send": {
    request: v.strictObject({
      id: machineIdSchema,
      paths: v.pipe(v.array(absolutePathSchema), v.minLength(1), v.maxLength(mostDropped)),
    }),
    ...one<void>(),
  },
  "editor.find": { request: nothingSchema, ...one<string | null>() },
  /** Copies the password of its VNC display to the clipboard. */
  "machine.copy-vnc-password": { request: machineSchema, ...one<void>() },
  ...templateChannels,
  ...shareChannels,
  ...storageChannels,
  ...netChannels,
  ...computerChannels,
  "disk.pick": { request: nothingSchema, ...one<string | null>() },
  /** Has the user choose a file of certificates, which is read at once; null if the user cancels. */
  "certificate.pick": { request: nothingSchema, ...one<CertificateFile | null>() },
  "disk.inspect": {
    request: v.strictObject({ path: absolutePathSchema }),
    ...one<{ readonly format: string; readonly virtualBytes: number }>(),
  },
  "netd.log": { request: nothingSchema, ...one<readonly NetdLogEntry[]>() },
  /** Connects a console; the answer names the port that carries its bytes. */
  "console.open": {
    request: v.strictObject({ id: machineReferenceSchema, console: v.picklist(consoleKinds) }),
    ...one<{ readonly port: string }>(),
  },
  /** Saves a picture of a screen (PNG); false if no file was chosen. */
  "console.picture": {
    request: v.strictObject({
      name: machineNameSchema,
      png: formed("picture", v.pipe(v.instance(Uint8Array), v.maxSize(mostPictureBytes))),
      to: v.picklist(["file", "clipboard"]),
    }),
    ...one<boolean>(),
  },
  /** The clipboard's text for a console, cut to its beginning if it is too long. */
  "clipboard.read": { request: nothingSchema, ...one<string>() },
  "clipboard.write": {
    request: v.strictObject({ text: v.pipe(v.string(), v.maxLength(mostClipboardText)) }),
    ...one<void>(),
  },
  "notice.dismiss": { request: v.strictObject({ id: v.string() }), ...one<void>() },
  "doctor.examine": { request: nothingSchema, ...one<Examination>() },
  /** Lets root carry out a repair that an examination found. */
  "doctor.repair": {
    request: v.strictObject({ id: v.pipe(v.string(), v.maxLength(100)) }),
    ...one<void>(),
  },
  /** Writes a support bundle to a file that the user chooses; false if none was chosen. */
  "doctor.bundle": { request: nothingSchema, ...one<boolean>() },
  /** Whether to go on to the password, and whether to ask this again. */
  "root.answer": {
    request: v.strictObject({ goOn: v.boolean(), explain: v.boolean() }),
    ...one<void>(),
  },
  /** Cancels a running job, or removes a failed one; a finished job is ignored. */
  "job.cancel": { request: jobSchema, ...one<void>() },
  "job.retry": { request: jobSchema, ...one<void>() },
  "settings.set": { request: settingsRequestSchema, ...one<void>() },
  /** Whether the desktop gave the app its shortcut; answers once that is decided. */
  "shortcut.get": { request: nothingSchema, ...one<ShortcutState>() },
  /** The window system that the app runs on. */
  "window-system.get": { request: nothingSchema, ...one<WindowSystemStanding>() },
  /** Whether the desktop starts the app at login. */
  "login.get": { request: nothingSchema, ...one<boolean>() },
  "login.set": { request: v.strictObject({ isOn: v.boolean() }), ...one<void>() },
  /** The state of the entry in GNOME's quick settings. */
  "shell.get": { request: nothingSchema, ...one<ShellEntryStanding>() },
  "shell.set": { request: v.strictObject({ isOn: v.boolean() }), ...one<void>() },
  "window.open": { request: dashboardRouteSchema, ...one<void>() },
  "window.hide-popover": { request: nothingSchema, ...one<void>() },
  /** Tells the height of the popover's whole content, in pixels of the page. */
  "window.fit-popover": {
    request: v.strictObject({ height: v.pipe(v.number(), v.minValue(1), v.maxValue(100_000)) }),
    ...one<void>(),
  },
  "app.quit": { request: nothingSchema, ...one<void>() },
} as const satisfies Record<ChannelName, { readonly request: v.GenericSchema }>;

export type Channel = ChannelName;
export type Request<C extends Channel> = v.InferInput<(typeof channels)[C]["request"]>;
export type Parsed<C extends Channel> = v.InferOutput<(typeof channels)[C]["request"]>;
export type Answer<C extends Channel> = (typeof channels)[C]["answer"];

/** The messages that main sends to windows unasked. */
export interface Pushes extends Record<PushName, unknown> {
  /** The whole state, after each change. */
  readonly state: AppStateUpdate;
  /** The route that an open window should show. */
  readonly navigate: DashboardRoute;
  /** Whether the popover was shown or hidden. */
  readonly popover: { readonly isVisible: boolean };
  /** The running machines' usage, every two seconds while a window is visible. */
  readonly usage: UsageLook;
}
export type Push = PushName;

/** `window.virtray` in each page: a page's only access to main. */
export interface Bridge {
  /** Returns the path of a file that was dropped on the page; "" for one that the page made itself. */
  pathOf(file: object): string;
  /**
   * Sends a request to main; the promise never rejects. A channel without a request takes
   * `undefined`.
   */
  call<C extends Channel>(channel: C, request: Request<C>): Promise<Result<Answer<C>>>;
  /** Listens to a push; returns the function that ends it. */
  on<P extends Push>(push: P, listener: (value: Pushes[P]) => void): () => void;
}
