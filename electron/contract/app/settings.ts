import * as v from "valibot";
import { languages } from "../base/languages.ts";
import { absolutePathSchema } from "../base/primitives.ts";
import { computerSchema, mostComputers } from "../computer/computer.ts";
import { defaultLan, lanSettingsSchema } from "../lan/network.ts";
import { warmChoices } from "../template/warm.ts";
import { uplinkChoiceSchema } from "../uplink/choice.ts";
import { knownNetworkChoiceSchema, mostKnownNetworks } from "../uplink/known-network.ts";
import { shortcutSchema } from "./shortcut.ts";
import { windowSystemChoiceSchema } from "./window-system.ts";

/** The version of `settings.json` that this program writes. */
export const settingsVersion = 2;

/** `$XDG_CONFIG_HOME/virtray/settings.json`: the user's settings, apart from machines. */
export const settingsSchema = v.strictObject({
  version: v.literal(settingsVersion),
  lan: lanSettingsSchema,
  uplink: uplinkChoiceSchema,
  /** `auto` follows LANG and the desktop. */
  language: v.picklist(["auto", ...languages]),
  theme: v.picklist(["auto", "light", "dark"]),
  /** The terminal program to open; if empty, it is found by the desktop's rules. */
  terminal: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ""),
  /**
   * The keys that show the popover, whichever program has the focus; none if empty. Desktops leave
   * letters with Super and Alt to programs.
   */
  shortcut: v.optional(shortcutSchema, "Super+Alt+V"),
  /** Whether the desktop may ask the user about these keys; it never does so unasked. */
  askForShortcut: v.optional(v.boolean(), false),
  /** The window system that the app draws by, from its next start on. */
  windowSystem: v.optional(windowSystemChoiceSchema, "auto"),
  /** Whether desktop notifications are shown while no window has the focus. */
  notify: v.optional(v.boolean(), true),
  /** Whether members of the group kvm may connect their own machines to the LAN. */
  shareLan: v.optional(v.boolean(), false),
  /** The folder for images of templates; if empty, they are kept beside their definitions. */
  templatesFolder: v.optional(v.union([v.literal(""), absolutePathSchema]), ""),
  /** When templates are warmed. */
  warmTemplates: v.optional(v.picklist(warmChoices), "automatic"),
  /** Whether the app explains root's work before the password prompt. */
  explainRoot: v.optional(v.boolean(), true),
  /** Whether the uplink chosen at a known network is applied again on return to it. */
  rememberPlaces: v.optional(v.boolean(), true),
  /** The choices at known networks, the last one first. */
  places: v.optional(
    v.pipe(v.array(knownNetworkChoiceSchema), v.maxLength(mostKnownNetworks)),
    () => [],
  ),
  /** Other computers whose machines are shown here. */
  computers: v.optional(v.pipe(v.array(computerSchema), v.maxLength(mostComputers)), () => []),
});
/** The settings that a window may change; the others have channels of their own. */
export const settingsRequestSchema = v.partial(
  v.pick(settingsSchema, [
    "language",
    "theme",
    "terminal",
    "shortcut",
    "askForShortcut",
    "windowSystem",
    "notify",
    "shareLan",
    "warmTemplates",
    "explainRoot",
    "rememberPlaces",
  ]),
);
export type SettingsRequest = v.InferOutput<typeof settingsRequestSchema>;
export type Settings = v.InferOutput<typeof settingsSchema>;

/** The settings of a user who changed none. */
export const defaultSettings: Settings = v.parse(settingsSchema, {
  version: settingsVersion,
  lan: defaultLan,
  uplink: { mode: "automatic" },
  language: "auto",
  theme: "auto",
});
