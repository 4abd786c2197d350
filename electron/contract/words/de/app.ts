import type { AppWords } from "../en/app.ts";

/** What the app says before it has read anything, in German. */
export const app: AppWords = {
  starting: "Virtray startet",
  failed: "Virtray kann nicht starten",
  failedBy: (detail) => `${detail}

Laufende Maschinen laufen weiter. Bitte das beheben und Virtray neu starten.`,
  quit: "Beenden (Maschinen laufen weiter)",
};
