import { commands } from "../commands.ts";
import type { hostErrors as english } from "../en/host.ts";
import { reportIt } from "./support.ts";

export const hostErrors: typeof english = {
  "kvm-missing": () => ({
    what: "/dev/kvm fehlt: Das Kernelmodul ist nicht geladen, oder die Virtualisierung ist in der Firmware aus.",
    todo: "Das Modul laden: sudo modprobe kvm_intel (oder kvm_amd). Hilft das nicht, VT-x oder AMD-V in der Firmware einschalten.",
  }),
  "kvm-denied": () => ({
    what: "Ihr Benutzerkonto darf /dev/kvm nicht öffnen.",
    todo: `Der Gruppe beitreten, dann neu anmelden: ${commands.joinKvm}`,
    command: commands.joinKvm,
  }),
  "kvm-busy": ({ by }) => ({
    what: `Ein anderer Hypervisor verwendet die Virtualisierung des Prozessors${by === null ? "" : `: ${by}`}.`,
    todo:
      by === null
        ? "VirtualBox oder VMware beenden."
        : "Dessen virtuelle Maschinen herunterfahren, dann noch einmal versuchen.",
  }),
  "kvm-guest-state": ({ detail }) => ({
    what: `KVM konnte den Gast in seinem jetzigen Zustand nicht ausführen: ${detail}.`,
    todo: "Die Seite „Diagnose“ zeigt, was auf diesem Computer hilft. Die Register sind für einen Support-Bericht gespeichert.",
    typed:
      "„virtray doctor“ zeigt, was auf diesem Computer hilft. Die Register sind für einen Support-Bericht gespeichert.",
  }),
  "kvm-guest-state-fix": ({ seen }) => ({
    what: `KVM konnte einen Zustand eines Gasts nicht ausführen (hardware error 0x80000021), gesehen bei: ${seen}.`,
    todo: "Eine KVM-Option umgeht das: alle Maschinen herunterfahren, die Option setzen und die Maschinen wieder starten.",
  }),
  "kvm-guest-state-hint": ({ seen }) => ({
    what: `KVM konnte einen Zustand eines Gasts nicht ausführen (hardware error 0x80000021), gesehen bei: ${seen}.`,
    todo: "Bei Kerneln um 5.15 kommt das vor, wenn die TDP MMU an ist: die TDP MMU abschalten und diesen Computer neu starten oder einen anderen Kernel verwenden. Bleibt der Fehler, ihn melden: Die Register sind im Support-Bericht.",
  }),
  "kvm-option-set": () => ({
    what: "Die KVM-Option emulate_invalid_guest_state=0 ist gesetzt.",
    todo: "Diese Option hilft gegen „hardware error 0x80000021“ und lässt sich rückgängig machen.",
  }),
  "cpu-needs-kvm": () => ({
    what: "Das Prozessormodell „host“ gibt es nur mit KVM, und QEMU wurde ohne KVM gestartet.",
    todo: "Die Beschleunigung der Maschine auf automatisch stellen: Die Emulation verwendet dann das Modell „max“.",
  }),
  "kvm-stuck": ({ seconds }) => ({
    what: `KVM lässt sich hier öffnen, aber ein Testgast kam in ${seconds} s nicht über seine Firmware hinaus.`,
    todo: "Dieser Computer ist wohl selbst eine virtuelle Maschine: auf deren Host die verschachtelte Virtualisierung einschalten.",
  }),
  "kvm-broken": ({ detail }) => ({
    what: `KVM funktioniert hier nicht: ${detail}.`,
    ...reportIt,
  }),
  "tun-missing": () => ({
    what: "/dev/net/tun fehlt, darum lässt sich das LAN nicht einschalten.",
    todo: `Das Modul laden: ${commands.loadTun}`,
    command: commands.loadTun,
  }),
  "supervisor-gone": () => ({
    what: "Der Hintergrundprozess wurde beendet. Solange die App zu ist, startet nichts den Switch des LANs neu, und beim Ausschalten dieses Computers werden Maschinen nicht sauber heruntergefahren.",
    todo: `Um den Hintergrundprozess wieder zu starten, die App öffnen oder eine Maschine starten oder, bei eingeschaltetem LAN: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "agent-missing": () => ({
    what: "Anscheinend läuft kein Programm, das nach Passwörtern fragt (ein Polkit-Agent). Ohne einen Polkit-Agenten lässt sich das LAN nicht im Fenster einschalten.",
    todo: `Meldet das auch das Fenster, den Agenten des Desktops installieren, etwa lxpolkit oder polkit-kde-agent-1, und neu anmelden; oder das LAN im Terminal einschalten: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "shortcut-refused": ({ keys }) => ({
    what: `${keys} öffnet Virtray nicht: Ein anderes Programm verwendet diese Tasten, oder der Desktop vergibt sie nicht.`,
    todo: `Andere Tasten drücken (Einstellung „Tastenkürzel“) oder im Desktop ein Tastenkürzel einrichten für: ${commands.popover}`,
    command: commands.popover,
  }),
  "shell-entry-refused": () => ({
    what: "Der Eintrag in GNOMEs Schnelleinstellungen ließ sich nicht ändern: GNOMEs Shell oder Einstellungen haben nicht wie erwartet geantwortet.",
    todo: "Neu anmelden und noch einmal versuchen; oder GNOMEs Programm „Erweiterungen“ verwenden.",
  }),
  "shortcut-not-set-up": ({ keys }) => ({
    what: `${keys} öffnet Virtray noch nicht: Hier vergibt der Desktop die Tasten und fragt vorher.`,
    todo: `„${keys} einrichten“ drücken, um gefragt zu werden, oder im Desktop ein Tastenkürzel einrichten für: ${commands.popover}`,
    command: commands.popover,
  }),
  "shortcut-declined": ({ keys }) => ({
    what: `${keys} öffnet Virtray nicht: Der Desktop hat die Tasten nicht vergeben, weil sie abgelehnt wurden oder weil er sie nur an installierte Programme vergibt.`,
    todo: `„${keys} einrichten“ drücken, um noch einmal gefragt zu werden, oder im Desktop ein Tastenkürzel einrichten für: ${commands.popover}`,
    command: commands.popover,
  }),
  "shortcut-portal-missing": ({ keys }) => ({
    what: `${keys} öffnet Virtray nicht: Dieser Desktop vergibt keine Tasten an Programme (ihm fehlt ein Portal für Tastenkürzel).`,
    todo: `In den Einstellungen des Desktops ein Tastenkürzel einrichten für: ${commands.popover}`,
    command: commands.popover,
  }),
  "copy-refused": ({ text }) => ({
    what: `${text} wurde nicht kopiert: Dieser Desktop nimmt nur vom vordersten Fenster etwas in die Zwischenablage.`,
    todo: "In diesem Fenster kopieren. Damit auch das Menü im Tray kopieren kann, das Paket wl-clipboard installieren.",
  }),
  "tray-missing": () => ({
    what: "Kein Panel zeigt hier Tray-Icons, darum wird statt des Icons das Dashboard verwendet.",
    todo: "Unter GNOME „In den Schnelleinstellungen“ in den Einstellungen einschalten oder die Erweiterung AppIndicator installieren; die Panels von KDE, Xfce, Cinnamon und MATE zeigen Tray-Icons ohnehin.",
  }),
};
