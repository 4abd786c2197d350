import type { RootTask } from "../../root/root.ts";
import type { root as english, RootWords } from "../en/root.ts";

const keeps = "sie halten, bis das LAN ausgeschaltet wird, und dann alles zurücknehmen";
const once = "Bis das LAN aus ist, wird nicht wieder gefragt, auch nicht beim Wechsel des Uplinks.";

function explain(task: RootTask): RootWords {
  switch (task.do) {
    case "lan-up":
      return {
        title: "Das LAN einzuschalten braucht einmal das Passwort",
        steps: [
          `eine Netzwerkschnittstelle ${task.interface} mit der Adresse ${task.address} anlegen`,
          "eigene Routen und Firewall-Regeln hinzufügen: hinaus geht es nur über den gewählten Uplink",
          keeps,
        ],
        notes: [once, "Maschinen und Fenster laufen nie als root."],
      };
    case "lan-move":
      return {
        title: "Ein anderes LAN braucht das Passwort",
        steps: [
          "Schnittstelle, Routen und Firewall-Regeln des LANs entfernen, das jetzt an ist",
          `eine Netzwerkschnittstelle ${task.interface} mit der Adresse ${task.address} anlegen`,
          keeps,
        ],
        notes: ["Nur zustimmen, wenn Sie das LAN gerade selbst geändert haben.", once],
      };
    case "lan-down":
      return {
        title: "Das LAN auszuschalten braucht einmal das Passwort",
        steps: [
          "Schnittstelle, Routen und Firewall-Regeln entfernen, die Virtray hinzugefügt hat, und keine anderen",
        ],
        notes: ["Der Teil, der das ohne Frage getan hätte, ist beendet."],
      };
    case "lan-keep":
      return {
        title: "Das LAN zu halten braucht einmal das Passwort",
        steps: [
          "Schnittstelle, Routen und Firewall-Regeln übernehmen, die Virtray zuvor hinzugefügt hat",
          keeps,
        ],
        notes: ["Der Teil, der das tat, ist beendet.", once],
      };
    case "lend-device":
      return {
        title: `„${task.machine}“ läuft von ${task.device}; das braucht das Passwort`,
        steps: [
          `prüfen, dass nichts auf diesem Computer ${task.device} benutzt, und solange das Einhängen verhindern`,
          `den eigenen Benutzer ${task.device} öffnen lassen, bis die Maschine endet, und nicht länger`,
        ],
        notes: [
          "Die Maschine schreibt selbst auf diese Platte. Bis sie endet, könnte das auch jedes eigene Programm.",
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
            `Ausgeführt wird als root ${writable}; jedes eigene Programm könnte es ändern. Ein installiertes Paket hat diese Schwäche nicht.`,
          ];
    return { ...words, notes: [...words.notes, ...warning] };
  },
  intro: "Als root wird Virtray:",
  go: "Weiter",
  never: "Nicht mehr erklären",
};
