import type {
  seeHealth as englishHealth,
  seeLog as englishLog,
  reportIt as englishReport,
} from "../en/support.ts";

type Same<T> = { readonly [K in keyof T]: string };

/** The next step where nothing better is known: report the error with what helps to find it. */
export const reportIt: Same<typeof englishReport> = {
  todo: "Den Fehler mit einem Support-Bericht melden: Seite „Diagnose“, „Support-Bericht sichern\u00a0…“.",
  typed: "Den Fehler melden, zusammen mit der Datei, die „virtray doctor --bundle DATEI“ schreibt.",
};

/** Where more about an error of the LAN or of root’s work stands. */
export const seeHealth: Same<typeof englishHealth> = {
  todo: "Die Seite „Diagnose“ zeigt, was nicht stimmt, und bietet Reparaturen an.",
  typed: "„virtray doctor“ zeigt, was nicht stimmt, und bietet Reparaturen an.",
};

/** Returns where more about an error of a machine stands. */
export const seeLog: typeof englishLog = (name, first = "") => ({
  todo: `${first}Der Reiter „Protokoll“ zeigt, was QEMU gemeldet hat.`,
  typed: `${first}„virtray show ${name}“ zeigt, wo das Protokoll liegt.`,
});
