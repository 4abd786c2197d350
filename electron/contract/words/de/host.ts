import { commands } from "../commands.ts";
import type { hostErrors as english } from "../en/host.ts";

export const hostErrors: typeof english = {
  "kvm-missing": () => ({
    what: "/dev/kvm fehlt: Das Modul ist nicht geladen, oder die Virtualisierung ist in der Firmware aus.",
    todo: "modprobe kvm_intel (oder kvm_amd); hilft das nicht, VT-x oder AMD-V in der Firmware einschalten.",
  }),
  "kvm-denied": () => ({
    what: "Der Benutzer darf /dev/kvm nicht öffnen.",
    todo: `Der Gruppe beitreten, dann neu anmelden: ${commands.joinKvm}`,
    command: commands.joinKvm,
  }),
  "kvm-busy": ({ by }) => ({
    what: `Ein anderer Hypervisor belegt die Virtualisierung des Prozessors${by === null ? "" : `: ${by}`}.`,
    todo:
      by === null
        ? "VirtualBox oder VMware beenden."
        : "Dessen Maschinen beenden, dann noch einmal versuchen.",
  }),
  "kvm-guest-state": ({ detail }) => ({
    what: `KVM konnte den Zustand nicht ausführen, in dem der Gast war: ${detail}`,
    todo: "„Zustand“ sagt, was auf diesem Computer hilft. Die Register sind für einen Bericht aufgehoben.",
  }),
  "kvm-guest-state-fix": ({ seen }) => ({
    what: `KVM konnte einen Zustand eines Gasts nicht ausführen (hardware error 0x80000021), gesehen bei: ${seen}.`,
    todo: "Mit einer Option macht KVM weiter: alle Maschinen herunterfahren, sie setzen, und wieder starten.",
  }),
  "kvm-guest-state-hint": ({ seen }) => ({
    what: `KVM konnte einen Zustand eines Gasts nicht ausführen (hardware error 0x80000021), gesehen bei: ${seen}.`,
    todo: "Kernel um 5.15 tun das mit der TDP MMU: sie abschalten, den Rechner neu starten, oder einen anderen Kernel nehmen. Bleibt es dabei, bitte melden: Die Register sind im Bericht.",
  }),
  "kvm-option-set": () => ({
    what: "KVM hat die Option emulate_invalid_guest_state=0.",
    todo: "Sie hilft gegen „hardware error 0x80000021“ und lässt sich zurücknehmen.",
  }),
  "cpu-needs-kvm": () => ({
    what: "Das Prozessormodell „host“ gibt es nur mit KVM, und QEMU wurde ohne gestartet.",
    todo: "Die Beschleunigung der Maschine auf automatisch stellen: Die Emulation nimmt dann das Modell „max“.",
  }),
  "kvm-stuck": ({ seconds }) => ({
    what: `KVM lässt sich hier öffnen, aber ein Testgast kam in ${seconds} s nicht über seine Firmware hinaus.`,
    todo: "Dieser Computer ist wohl selbst eine virtuelle Maschine: außen die verschachtelte Virtualisierung einschalten.",
  }),
  "kvm-broken": ({ detail }) => ({ what: `KVM funktioniert hier nicht: ${detail}` }),
  "tun-missing": () => ({
    what: "/dev/net/tun fehlt, darum kann es kein LAN geben.",
    todo: `Das Modul laden: ${commands.loadTun}`,
    command: commands.loadTun,
  }),
  "supervisor-gone": () => ({
    what: "Der Prozess, der LAN und Maschinen hütet, wurde beendet; solange die App zu ist, bringt niemand den Switch des LANs zurück und fährt niemand Maschinen mit dem Rechner herunter.",
    todo: `Ihn wieder starten: die App öffnen oder eine Maschine starten; mit eingeschaltetem LAN auch durch ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "agent-missing": () => ({
    what: "Es ist kein Programm zu sehen, das nach Passwörtern fragt (ein polkit-Agent). Ohne eines lässt sich das LAN nicht aus dem Fenster einschalten.",
    todo: `Sagt das Fenster es auch: den Agenten des Desktops installieren, etwa lxpolkit oder polkit-kde-agent-1, und neu anmelden; oder das LAN im Terminal einschalten: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "shortcut-refused": ({ keys }) => ({
    what: `${keys} öffnet Virtray nicht: Ein anderes Programm hat diese Tasten, oder der Desktop vergibt sie nicht.`,
    todo: `Andere Tasten drücken (Einstellung „Tastenkürzel“) oder ein Tastenkürzel des Desktops dies aufrufen lassen: ${commands.popover}`,
    command: commands.popover,
  }),
  "shell-entry-refused": () => ({
    what: "GNOME hat den Eintrag in seinen Schnelleinstellungen nicht ändern lassen: Seine Shell oder seine Einstellungen antworten nicht wie erwartet.",
    todo: "Neu anmelden und noch einmal versuchen; oder das Programm „Erweiterungen“ von GNOME benutzen.",
  }),
  "shortcut-not-set-up": ({ keys }) => ({
    what: `${keys} öffnet Virtray noch nicht: Hier vergibt der Desktop die Tasten, und er fragt vorher.`,
    todo: `„${keys} einrichten“ drücken, um gefragt zu werden, oder ein Tastenkürzel des Desktops dies aufrufen lassen: ${commands.popover}`,
    command: commands.popover,
  }),
  "shortcut-declined": ({ keys }) => ({
    what: `${keys} öffnet Virtray nicht: Der Desktop hat um Zustimmung gebeten und die Tasten nicht vergeben.`,
    todo: `„${keys} einrichten“ drücken, um noch einmal gefragt zu werden, oder ein Tastenkürzel des Desktops dies aufrufen lassen: ${commands.popover}`,
    command: commands.popover,
  }),
  "shortcut-portal-missing": ({ keys }) => ({
    what: `${keys} öffnet Virtray nicht: Dieser Desktop vergibt keine Tasten an Programme (ihm fehlt ein Portal für Tastenkürzel).`,
    todo: `In den Einstellungen des Desktops ein Tastenkürzel dies aufrufen lassen: ${commands.popover}`,
    command: commands.popover,
  }),
  "tray-missing": () => ({
    what: "Kein Panel zeigt hier Tray-Icons, darum steht das Dashboard an der Stelle des Icons.",
    todo: "Unter GNOME „In den Schnelleinstellungen“ in den Einstellungen einschalten oder die Erweiterung AppIndicator installieren, die Icons bringt; die Panels von KDE, Xfce, Cinnamon und MATE haben sie.",
  }),
};
