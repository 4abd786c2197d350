import type { Settings, SettingsRequest } from "../../contract/app/settings.ts";
import type { Region } from "../../contract/base/region.ts";
import type { AppError, Result } from "../../contract/errors/app-error.ts";
import type { Services } from "../base/services.ts";
import type { RootConsent } from "../root/consent.ts";

/** The settings that windows change, by one channel or another. */
export type SettingsChange = SettingsRequest & Partial<Pick<Settings, "templatesFolder">>;

/** Reads and changes the settings. */
interface SettingsPort {
  /** Returns the settings in force, and the error if the user's own cannot be read. */
  load(): Promise<{ readonly settings: Settings; readonly problem: AppError | null }>;
  change(change: SettingsChange): Promise<Result<void>>;
}

/** The services and ports that the app state is made from. */
export interface AppStateParts {
  readonly services: Services;
  readonly settings: SettingsPort;
  readonly region: Region;
  readonly asRoot: boolean;
  /** The question that comes before root's password. */
  readonly consent: Pick<RootConsent, "pending" | "watch">;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
