import type { repairs as english, RepairWords } from "./repairs-en.ts";

const setOption: RepairWords = {
  what: "KVM wird mit einer Option neu geladen, die bis zum Neustart dieses Rechners gilt.",
  why: "Manche älteren Intel-Prozessoren können nicht jeden Zustand eines Gasts ausführen; er endet dann mit „hardware error 0x80000021“.",
  after: "Das gilt bis zum Neustart dieses Rechners.",
};

export const repairs: typeof english = {
  "load-module": {
    what: "Ein Modul des Kernels wird geladen.",
    why: "Virtray braucht einen Teil des Kernels, der nicht geladen ist.",
    after: "Das gilt bis zum Neustart dieses Rechners.",
  },
  "set-module-option": setOption,
  "set-module-option-always": {
    what: "Eine Datei wird geschrieben, durch die KVM immer mit einer Option geladen wird.",
    why: setOption.why,
    after: "Das gilt ab dem nächsten Neustart dieses Rechners.",
  },
  "unset-module-option": {
    what: "Die Datei, durch die KVM mit einer Option geladen wird, wird entfernt.",
    why: "Virtray hat sie geschrieben, und sie ist nicht mehr erwünscht.",
    after: "Das gilt ab dem nächsten Neustart dieses Rechners.",
  },
  "join-group-kvm": {
    what: "Ihr Benutzer tritt der Gruppe kvm bei.",
    why: "Nur ihre Mitglieder dürfen /dev/kvm öffnen; ohne das werden Maschinen emuliert, was um ein Vielfaches langsamer ist.",
    after: "Bitte ab- und wieder anmelden: Eine Sitzung behält die Gruppen, mit denen sie begann.",
  },
  "allow-through-firewall": {
    what: "Eine andere Firewall bekommt zwei Regeln mit dem Kommentar „virtray“.",
    why: "Sie verwirft, was sie nicht kennt; deshalb kommen Maschinen nicht hinaus.",
    after: "Zurücknehmen: virtray doctor --repair firewall-undo",
  },
  "take-back-firewall": {
    what: "Alle Regeln von iptables mit dem Kommentar „virtray“ werden aus FORWARD und DOCKER-USER gelöscht, und keine anderen.",
    why: "Sie lassen Maschinen hinaus und sind nicht mehr erwünscht.",
    after: "",
  },
};
