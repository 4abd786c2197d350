import type { RootTask } from "../../root/root.ts";
import type { root as english, RootWords } from "../en/root.ts";

const keeps =
  "Schnittstelle, Routen und Regeln beibehalten, bis das LAN ausgeschaltet wird, und danach alles rückgängig machen";
const once =
  "Bis das LAN aus ist, wird nicht noch einmal gefragt, auch nicht beim Wechsel des Uplinks.";

function explain(task: RootTask): RootWords {
  switch (task.do) {
    case "lan-up":
      return {
        title: "Zum Einschalten des LANs ist einmal Ihr Passwort nötig",
        steps: [
          `eine Netzwerkschnittstelle ${task.interface} mit der Adresse ${task.address} anlegen`,
          "Routen und Firewall-Regeln hinzufügen, die den Verkehr der Maschinen nur über den gewählten Uplink leiten",
          keeps,
        ],
        notes: [once, "Maschinen und Fenster laufen nie als root."],
      };
    case "lan-move":
      return {
        title: "Zum Ändern des LANs ist Ihr Passwort nötig",
        steps: [
          "Schnittstelle, Routen und Firewall-Regeln des LANs entfernen, das jetzt an ist",
          `eine Netzwerkschnittstelle ${task.interface} mit der Adresse ${task.address} anlegen`,
          keeps,
        ],
        notes: ["Nur zustimmen, wenn Sie das LAN gerade selbst geändert haben.", once],
      };
    case "lan-down":
      return {
        title: "Zum Ausschalten des LANs ist einmal Ihr Passwort nötig",
        steps: [
          "Schnittstelle, Routen und Firewall-Regeln entfernen, die Virtray hinzugefügt hat, und keine anderen",
        ],
        notes: [
          "Der Root-Hilfsprozess, der das LAN ohne Nachfrage ausgeschaltet hätte, wurde beendet.",
        ],
      };
    case "lan-keep":
      return {
        title: "Damit das LAN an bleibt, ist einmal Ihr Passwort nötig",
        steps: [
          "Schnittstelle, Routen und Firewall-Regeln übernehmen, die Virtray zuvor hinzugefügt hat",
          keeps,
        ],
        notes: ["Der Root-Hilfsprozess, der das LAN bisher betrieben hat, wurde beendet.", once],
      };
    case "lend-device":
      return {
        title: `Damit „${task.machine}“ von ${task.device} läuft, ist Ihr Passwort nötig`,
        steps: [
          `prüfen, dass nichts auf diesem Computer ${task.device} verwendet, und bis zum Ende der Maschine das Einhängen verhindern`,
          `Ihrem Benutzerkonto erlauben, ${task.device} zu öffnen, bis die Maschine endet, und nicht länger`,
        ],
        notes: [
          "Die Maschine schreibt direkt auf diese Platte. Bis die Maschine endet, könnten das auch alle Ihre Programme.",
        ],
      };
  }
}

export const root: typeof english = {
  explain: ({ task, writable }) => {
    const words = explain(task);
    const warning =
      writable === null
        ? []
        : [
            `Als root ausgeführt wird ${writable}; jedes Ihrer Programme könnte diese Datei ändern. Ein installiertes Paket hat diese Schwäche nicht.`,
          ];
    return { ...words, notes: [...words.notes, ...warning] };
  },
  intro: "Als root wird Virtray:",
  go: "Weiter",
  never: "Nicht mehr anzeigen",
};
