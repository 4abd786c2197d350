import * as v from "valibot";
import { languages } from "../base/languages.ts";
import { absolutePathSchema } from "../base/primitives.ts";
import { defaultLan, lanSettingsSchema } from "../lan/network.ts";
import { uplinkChoiceSchema } from "../uplink/choice.ts";
import { knownNetworkChoiceSchema, mostKnownNetworks } from "../uplink/known-network.ts";
import { shortcutSchema } from "./shortcut.ts";
import { windowSystemChoiceSchema } from "./window-system.ts";

/** The version of `settings.json` that this program writes. */
export const settingsVersion = 2;

/** `$XDG_CONFIG_HOME/virtray/settings.json`: what the user wishes, apart from machines. */
export const settingsSchema = v.strictObject({
  version: v.literal(settingsVersion),
  lan: lanSettingsSchema,
  uplink: uplinkChoiceSchema,
  /** `auto` follows LANG and the desktop. */
  language: v.picklist(["auto", ...languages]),
  theme: v.picklist(["auto", "light", "dark"]),
  /** The terminal program to open; empty: found by the desktop's rules. */
  terminal: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ""),
  /**
   * The keys that show the popover, whatever program has the focus; empty: none. Letters with Super
   * and Alt are what desktops leave to programs.
   */
  shortcut: v.optional(shortcutSchema, "Super+Alt+V"),
  /** By which window system the app draws, from its next start on. */
  windowSystem: v.optional(windowSystemChoiceSchema, "auto"),
  /** Whether desktop notifications are shown while no window has the focus. */
  notify: v.optional(v.boolean(), true),
  /** Whether the members of the group kvm may plug machines of theirs into the LAN. */
  shareLan: v.optional(v.boolean(), false),
  /** Where images of templates are kept; empty: beside their definitions. */
  templatesFolder: v.optional(v.union([v.literal(""), absolutePathSchema]), ""),
  /** Whether the app explains root's work before the password is asked for. */
  explainRoot: v.optional(v.boolean(), true),
  /** Whether an uplink that was chosen at a place is chosen again on return there. */
  rememberPlaces: v.optional(v.boolean(), true),
  /** The choices at known networks, the last one first. */
  places: v.optional(
    v.pipe(v.array(knownNetworkChoiceSchema), v.maxLength(mostKnownNetworks)),
    () => [],
  ),
});
/** The settings that a window may change; the rest has channels of its own. */
export const settingsRequestSchema = v.partial(
  v.pick(settingsSchema, [
    "language",
    "theme",
    "terminal",
    "shortcut",
    "windowSystem",
    "notify",
    "shareLan",
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
