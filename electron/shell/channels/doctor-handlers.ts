import { ok } from "../../contract/errors/app-error.ts";
import type { AppStateService } from "../../services/app/app-state.ts";
import type { Health } from "../../services/doctor/health.ts";
import type { RootConsent } from "../../services/root/consent.ts";
import type { Shortcut } from "../shortcut.ts";
import type { Windows } from "../windows/windows.ts";
import { chooseFile } from "./file-dialog.ts";
import type { Handlers } from "./ipc.ts";

/** The parts of the handlers below. */
export interface DoctorHandlerParts {
  readonly appState: Pick<AppStateService, "changeSettings">;
  readonly consent: Pick<RootConsent, "answer">;
  readonly health: Health;
  readonly shortcut: Pick<Shortcut, "findings">;
  readonly windows: Pick<Windows, "dashboard">;
}

/** Creates the handlers of the doctor, and of the question before root's password. */
export function createDoctorHandlers({
  appState,
  consent,
  health,
  shortcut,
  windows,
}: DoctorHandlerParts) {
  return {
    "doctor.examine": async () => {
      const examination = await health.examine();
      // Only the app itself can have this finding, not the doctor.
      return ok({ ...examination, findings: [...examination.findings, ...shortcut.findings()] });
    },
    "doctor.repair": ({ id }) => health.repair(id),
    "doctor.bundle": async () => {
      const archive = { name: "tar.gz", extension: "gz" };
      const path = await chooseFile(windows.dashboard(), "virtray-report.tar.gz", archive);
      if (path === null) return ok(false);
      const written = await health.bundle(path);
      return written.ok ? ok(true) : written;
    },
    "root.answer": async ({ goOn, explain }) => {
      const kept = explain ? ok(undefined) : await appState.changeSettings({ explainRoot: false });
      consent.answer(goOn);
      return kept;
    },
  } satisfies Partial<Handlers>;
}
