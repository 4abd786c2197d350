import * as v from "valibot";
import { defaultLan, lanSettings, uplinkChoice } from "./network.ts";

/** The version of `settings.json` that this program writes. */
export const settingsVersion = 1;

/** `$XDG_CONFIG_HOME/virtray/settings.json`: what the user wishes, apart from machines. */
export const settings = v.strictObject({
  version: v.literal(settingsVersion),
  lan: lanSettings,
  uplink: uplinkChoice,
  /** `auto` follows LANG and the desktop. */
  language: v.picklist(["auto", "en", "de"]),
  theme: v.picklist(["auto", "light", "dark"]),
  /** Whether the app says what root will do before the LAN takes the password. */
  explainRoot: v.optional(v.boolean(), true),
});
export type Settings = v.InferOutput<typeof settings>;

export const defaultSettings: Settings = {
  version: settingsVersion,
  lan: defaultLan,
  uplink: { mode: "automatic" },
  language: "auto",
  theme: "auto",
  explainRoot: true,
};
