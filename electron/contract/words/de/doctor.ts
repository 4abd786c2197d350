import type { doctor as english } from "../en/doctor.ts";
import { formatSize, shortVersion } from "../formats.ts";

export const doctor: typeof english = {
  levels: { ok: "ok", info: "Hinweis", warning: "Warnung", error: "Fehler" },
  news: (news) => {
    switch (news.kind) {
      case "program":
        return `${news.program} ${shortVersion(news.version)}`;
      case "kvm":
        return "KVM funktioniert hier.";
      case "vde":
        return "QEMU lässt sich mit dem LAN verbinden.";
      case "sandbox":
        return "Festplattenabbilder werden in einer Sandbox gelesen.";
      case "tun":
        return "Das TAP-Gerät des LANs lässt sich öffnen.";
      case "lan-on":
        return "Das LAN ist an, mit allen Regeln.";
      case "lan-off":
        return "Das LAN ist aus.";
      case "machines":
        return `Maschinen: ${news.count}, alle lesbar.`;
      case "space":
        return `Freier Platz für Maschinen: ${formatSize("de", news.freeMiB * 2 ** 20)}.`;
      case "shares":
        return "Ordner können über virtiofs für Maschinen freigegeben werden.";
      case "agent":
        return `${news.program} kann nach Passwörtern fragen.`;
      case "tray":
        return "Ein Panel zeigt Tray-Icons.";
      case "subnet":
        return `Das Subnetz des LANs, ${news.subnet}, wird von keinem anderen Netz verwendet.`;
    }
  },
  runs: "Als root, nach der Abfrage Ihres Passworts:",
  write: (path) => `${path} schreiben:`,
  putIn: "diese Zeilen in /etc/hosts schreiben, an die Stelle der früheren von Virtray:",
  takeOut: "die Zeilen von Virtray aus /etc/hosts entfernen",
  remove: (path) => `${path} entfernen`,
};
