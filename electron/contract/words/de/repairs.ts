import type { repairs as english, RepairWords } from "../en/repairs.ts";

const setOption: RepairWords = {
  what: "KVM wird mit einer Option neu geladen, die bis zum Neustart dieses Computers gilt.",
  why: "Manche älteren Intel-Prozessoren können nicht jeden Zustand eines Gasts ausführen; er endet dann mit „hardware error 0x80000021“.",
  after:
    "Das gilt bis zum Neustart dieses Computers. Nun die gescheiterten Maschinen wieder starten.",
};

const slow = "Ohne /dev/kvm werden Maschinen emuliert, was um ein Vielfaches langsamer ist.";

export const repairs: typeof english = {
  "load-module": {
    what: "Ein Modul des Kernels wird geladen.",
    why: "Virtray braucht einen Teil des Kernels, der nicht geladen ist.",
    after: "Das gilt bis zum Neustart dieses Computers.",
  },
  "set-module-option": setOption,
  "set-module-option-always": {
    what: "Eine Datei wird geschrieben, durch die KVM immer mit einer Option geladen wird.",
    why: setOption.why,
    after: "Das gilt ab dem nächsten Neustart dieses Computers.",
  },
  "unset-module-option": {
    what: "KVM wird ohne die Option neu geladen.",
    why: "Sie galt bis zum Neustart dieses Computers und ist nicht mehr erwünscht.",
    after: "",
  },
  "unset-module-option-always": {
    what: "Die Datei, durch die KVM mit einer Option geladen wird, wird entfernt.",
    why: "Virtray hat sie geschrieben, und sie ist nicht mehr erwünscht.",
    after: "Das gilt ab dem nächsten Neustart dieses Computers.",
  },
  "join-group-kvm": {
    what: "Ihr Benutzer tritt der Gruppe kvm bei, deren Mitglieder /dev/kvm öffnen dürfen.",
    why: slow,
    after: "Bitte ab- und wieder anmelden: Eine Sitzung behält die Gruppen, mit denen sie begann.",
  },
  "open-kvm": {
    what: "Ihr Benutzer erhält bis zum Neustart Zugang zu /dev/kvm und tritt keiner Gruppe bei.",
    why: slow,
    after: "Zurücknehmen: virtray doctor --repair kvm-access-undo",
  },
  "close-kvm": {
    what: "Der eigene Zugang Ihres Benutzers zu /dev/kvm wird zurückgenommen.",
    why: "Er galt bis zum nächsten Neustart und wird nicht mehr gewünscht.",
    after: "",
  },
  "lend-device": {
    what: "Ihr Benutzer erhält Zugang zu einer Platte dieses Computers, solange eine Maschine von ihr läuft.",
    why: "Nur Verwalter dürfen Platten öffnen.",
    after: "Er wird zurückgenommen, wenn die Maschine endet.",
  },
  "take-back-devices": {
    what: "Der Zugang Ihres Benutzers zu Platten, die an Maschinen verliehen waren, wird zurückgenommen.",
    why: "Was ihn am Ende der Maschine hätte zurücknehmen sollen, wurde beendet.",
    after: "",
  },
  "allow-through-firewall": {
    what: "Eine andere Firewall bekommt drei Regeln mit dem Kommentar „virtray“.",
    why: "Sie verwirft, was sie nicht kennt; deshalb kommen Maschinen nicht hinaus.",
    after: "Zurücknehmen: virtray doctor --repair firewall-undo",
  },
  "take-back-firewall": {
    what: "Alle Regeln von iptables mit dem Kommentar „virtray“ werden aus FORWARD und DOCKER-USER gelöscht, und keine anderen.",
    why: "Sie lassen Maschinen hinaus und sind nicht mehr erwünscht.",
    after: "",
  },
  "write-hosts": {
    what: "Dieser Computer lernt die Namen der Maschinen: Zeilen in /etc/hosts, zwischen zwei Marken.",
    why: "Ohne systemd-resolved kann ihm nicht gesagt werden, dass er das LAN nach NAME.vm.internal fragt.",
    after:
      "Kommen, gehen oder ziehen Maschinen um, sagt die Prüfung, dass sie veraltet sind. Zurücknehmen: virtray doctor --repair host-names-undo",
  },
  "take-back-hosts": {
    what: "Die Zeilen, die Virtray in /etc/hosts geschrieben hat, werden herausgenommen, und keine anderen.",
    why: "Sie benennen Maschinen und sind nicht mehr erwünscht.",
    after: "",
  },
};
