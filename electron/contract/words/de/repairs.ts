import type { repairs as english, RepairWords } from "../en/repairs.ts";

const setOption: RepairWords = {
  what: "KVM wird mit einer Option neu geladen, die bis zum Neustart dieses Computers gilt.",
  why: "Manche älteren Intel-Prozessoren können nicht jeden Zustand eines Gasts ausführen; der Gast endet dann mit „hardware error 0x80000021“.",
  after:
    "Die Option gilt bis zum Neustart dieses Computers. Jetzt die betroffenen Maschinen wieder starten.",
};

const slow = "Ohne /dev/kvm werden Maschinen emuliert, was um ein Vielfaches langsamer ist.";

export const repairs: typeof english = {
  "load-module": {
    what: "Ein Kernelmodul wird geladen.",
    why: "Virtray braucht einen Teil des Kernels, der nicht geladen ist.",
    after: "Das Modul bleibt bis zum Neustart dieses Computers geladen.",
  },
  "set-module-option": setOption,
  "set-module-option-always": {
    what: "Eine Datei wird geschrieben, damit KVM immer mit einer Option geladen wird.",
    why: setOption.why,
    after: "Das gilt ab dem nächsten Neustart dieses Computers.",
  },
  "unset-module-option": {
    what: "KVM wird ohne die Option neu geladen.",
    why: "Die Option galt bis zum Neustart dieses Computers und ist nicht mehr erwünscht.",
    after: "",
  },
  "unset-module-option-always": {
    what: "Die Datei mit der Option für KVM wird entfernt.",
    why: "Virtray hat diese Datei geschrieben, und sie ist nicht mehr erwünscht.",
    after: "Das gilt ab dem nächsten Neustart dieses Computers.",
  },
  "join-group-kvm": {
    what: "Ihr Benutzerkonto tritt der Gruppe kvm bei, deren Mitglieder /dev/kvm öffnen dürfen.",
    why: slow,
    after: "Ab- und wieder anmelden: Eine Sitzung behält die Gruppen, mit denen sie begonnen hat.",
  },
  "open-kvm": {
    what: "Ihr Benutzerkonto erhält bis zum Neustart Zugriff auf /dev/kvm, ohne einer Gruppe beizutreten.",
    why: slow,
    after: "Rückgängig machen: virtray doctor --repair kvm-access-undo",
  },
  "close-kvm": {
    what: "Der Zugriff Ihres Benutzerkontos auf /dev/kvm wird entfernt.",
    why: "Dieser Zugriff galt bis zum nächsten Neustart und ist nicht mehr erwünscht.",
    after: "",
  },
  "lend-device": {
    what: "Ihr Benutzerkonto erhält Zugriff auf eine Platte dieses Computers, solange eine Maschine sie verwendet.",
    why: "Nur Administratoren dürfen Platten öffnen.",
    after: "Der Zugriff endet mit der Maschine.",
  },
  "take-back-devices": {
    what: "Der Zugriff Ihres Benutzerkontos auf Platten, die an Maschinen verliehen waren, wird entfernt.",
    why: "Der Prozess, der diesen Zugriff am Ende der Maschine entfernen sollte, wurde beendet.",
    after: "",
  },
  "allow-through-firewall": {
    what: "Eine andere Firewall bekommt drei Regeln mit dem Kommentar „virtray“.",
    why: "Diese Firewall verwirft den Verkehr des LANs, darum erreichen Maschinen nichts außerhalb dieses Computers.",
    after: "Rückgängig machen: virtray doctor --repair firewall-undo",
  },
  "take-back-firewall": {
    what: "Alle Regeln von iptables mit dem Kommentar „virtray“ werden aus FORWARD und DOCKER-USER gelöscht, und keine anderen.",
    why: "Diese Regeln lassen Maschinen durch und sind nicht mehr erwünscht.",
    after: "",
  },
  "write-hosts": {
    what: "Dieser Computer lernt die Namen der Maschinen: Zeilen in /etc/hosts, zwischen zwei Marken.",
    why: "Ohne systemd-resolved kann dieser Computer das LAN nicht nach NAME.vm.internal fragen.",
    after:
      "Sobald Maschinen hinzukommen, wegfallen oder ihre Adresse ändern, meldet die Diagnose (virtray doctor), dass diese Zeilen veraltet sind. Zum Entfernen: virtray doctor --repair host-names-undo",
  },
  "take-back-hosts": {
    what: "Die Zeilen, die Virtray in /etc/hosts geschrieben hat, werden entfernt, und keine anderen.",
    why: "Diese Zeilen nennen Maschinen und sind nicht mehr erwünscht.",
    after: "",
  },
};
