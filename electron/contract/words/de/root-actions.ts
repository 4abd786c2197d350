import type { RootActionWords } from "../en/root-actions.ts";

const actionTo = (what: string) => ({
  description: `Legitimierung, um ${what}`,
  message: `Legitimierung ist nötig, um ${what}`,
});

/** The texts of polkit's dialogue for each action of an installed package, in German. */
export const rootActions: RootActionWords = {
  lan: {
    description: "Das private Netz der virtuellen Maschinen betreiben",
    message:
      "Legitimierung ist nötig, um das private Netz Ihrer virtuellen Maschinen zu betreiben, wie Virtray es gerade erklärt hat: eigene Schnittstelle, Routen und Firewall-Regeln, bis es ausgeschaltet wird",
  },
  "load-module": actionTo("ein Kernelmodul für virtuelle Maschinen zu laden"),
  "set-module-option": actionTo("eine Option des Kernelmoduls KVM zu ändern"),
  "unset-module-option": actionTo("die geänderte Option des Kernelmoduls KVM rückgängig zu machen"),
  "join-group-kvm": actionTo("Sie auf Dauer in die Gruppe kvm aufzunehmen"),
  "open-kvm": actionTo("Ihnen KVM bis zum Neustart dieses Computers zu öffnen"),
  "close-kvm": actionTo("Ihren Zugriff auf KVM zu entfernen"),
  "lend-device": actionTo(
    "eine virtuelle Maschine und bis zu ihrem Ende alle Ihre Programme auf eine ganze Platte dieses Computers schreiben zu lassen",
  ),
  "take-back-devices": actionTo(
    "Ihren Zugriff auf Platten zu entfernen, die an virtuelle Maschinen verliehen waren",
  ),
  "allow-through-firewall": actionTo(
    "das Netz der virtuellen Maschinen durch eine andere Firewall dieses Computers zu lassen",
  ),
  "take-back-firewall": actionTo(
    "Virtrays Regeln aus einer anderen Firewall dieses Computers zu entfernen",
  ),
  "write-hosts": actionTo("die Namen der virtuellen Maschinen in /etc/hosts zu schreiben"),
  "take-back-hosts": actionTo("die Namen der virtuellen Maschinen aus /etc/hosts zu entfernen"),
};
