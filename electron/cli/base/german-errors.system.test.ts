import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";

/** Errors as a German user meets them, from wrong words to damaged files. */
let instance: Instance;
const at = (...names: readonly string[]) => join(instance.folder, ...names);

beforeAll(async () => {
  instance = makeInstance();
  instance.env["LANG"] = "de_DE.UTF-8";
  mkdirSync(at("folder"));
  const sectors = Buffer.alloc(2 ** 20);
  sectors.set([0x55, 0xaa], 510);
  writeFileSync(at("image.raw"), sectors);
  const header = Buffer.concat([
    Buffer.from("QFI\xfb\0\0\0\x03", "latin1"),
    Buffer.alloc(300, 255),
  ]);
  writeFileSync(at("far.qcow2"), header);
  writeFileSync(at("page.img"), "<!DOCTYPE html><html>Login</html>");
  writeFileSync(at("tab.yaml"), "#cloud-config\n\tx: 1");
  writeFileSync(at("tag.yaml"), "#cloud-config\na: !x y");
  writeFileSync(at("none.pub"), "hello");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", at("disk.qcow2"), "16M"]);
  await instance.json("template", "add", "base", "--from", at("image.raw"));
  await instance.json("add", "web", "--disk", at("disk.qcow2"), "--memory", "32");
});

afterAll(() => instance?.close());

/** The words that are refused, and the sentence about them; `…` is the folder of the test. */
const refusals: readonly (readonly [string, string])[] = [
  [
    "set web --memory much",
    "„much“ ist nicht möglich. Den Arbeitsspeicher als ganze Zahl von MiB oder als Größe wie 2G angeben.",
  ],
  ["set web --cpus x", "„x“ ist nicht möglich. Eine Zahl angeben."],
  [
    "set web --address 1.2.3",
    "„1.2.3“ ist keine IPv4-Adresse. Vier Zahlen von 0 bis 255 angeben, etwa 192.168.100.7.",
  ],
  ["set web --vnc 100", "„100“ ist keine VNC-Anzeige. Möglich ist eine ganze Zahl von 0 bis 99."],
  ["set web --bus scsi", "„scsi“ ist bei „--bus <kind>“ nicht möglich. Möglich: virtio, ide."],
  [
    "create Web --template base",
    "„Web“ kann kein Maschinenname sein. Ein Name hat 1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche und beginnt und endet nicht mit einem Bindestrich.",
  ],
  [
    "create n --template base --disk 20000T",
    "„20000T“ ist keine Größe. Möglich ist eine Zahl mit K, M, G oder T, etwa 20G.",
  ],
  [
    "create n --template base --key …/none.pub",
    "…/none.pub ist kein öffentlicher SSH-Schlüssel oder enthält andere Zeilen. Eine Datei mit der Endung .pub angeben, wie ssh-keygen sie anlegt. Schlüssel der Art ssh-dss sind zu schwach und werden nicht angenommen.",
  ],
  [
    "create n --template base --user-data …/tab.yaml",
    "User-Data: keine gültige cloud-config (Zeile 2, Spalte 1): hier steht ein Tabulator, wo nur Leerzeichen stehen dürfen.",
  ],
  [
    "create n --template base --user-data …/tag.yaml",
    "User-Data: keine gültige cloud-config (Zeile 2, Spalte 4): das Tag !x ist hier nicht möglich.",
  ],
  [
    "forward add web 99999:80",
    "„99999:80“ ist keine Portweiterleitung. Den Port dieses Computers und den in der Maschine angeben, von 1 bis 65535: 8080:80 oder 5353:53/udp",
  ],
  [
    "lan set --subnet 10.0.0.0/8",
    "Ein Subnetz der Größe /8 ist nicht möglich. Möglich sind /16 bis /29.",
  ],
  [
    "share add web … relative",
    "„relative“ ist nicht möglich. Möglich: ein absoluter Pfad in der Maschine ohne „..“, Leerzeichen und Backslash und nicht in /dev, /proc, /run oder /sys, etwa /src.",
  ],
  [
    "computer add Big anna@big",
    "„Big“ ist nicht möglich. Möglich: 1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche, ohne Bindestrich am Anfang oder Ende.",
  ],
  [
    "template add x --from …/far.qcow2",
    "…/far.qcow2 verweist auf eine andere Datei (ein anderes Abbild); Abbilder von außen dürfen das nicht. Den Herausgeber um ein unabhängiges Abbild bitten. Dieses Abbild nicht mit anderen Programmen öffnen: Sie könnten dem Verweis folgen.",
  ],
  [
    "template add x --from …/page.img",
    "…/page.img ist eine Webseite und kein Festplattenabbild: Statt des Abbilds kam die Seite eines Netzes, das eine Anmeldung verlangt, oder die Fehlerseite eines Servers. Irgendeine Seite im Browser öffnen und sich im Netz anmelden oder die URL prüfen; dann das Abbild noch einmal herunterladen.",
  ],
  [
    "add x --disk …/gone.qcow2",
    "Die Datei …/gone.qcow2 gibt es nicht. Prüfen, ob der Pfad stimmt und die Platte mit der Datei angeschlossen ist.",
  ],
  [
    "export web --to …/image.raw",
    "…/image.raw gibt es schon. Einen anderen Pfad angeben oder die vorhandenen Dateien ersetzen: --force",
  ],
  [
    "template folder …/image.raw",
    "…/image.raw gibt es schon, und nichts wird überschrieben. Die Datei verschieben oder einen anderen Ort wählen.",
  ],
  [
    "up --file …/folder",
    "…/folder ist ein Ordner, eine Pipe oder ein Gerät und wurde deshalb nicht gelesen. Eine Datei angeben.",
  ],
];

it.each(refusals)("“virtray %s” is refused in German, by its reason", async (words, sentence) => {
  const { exitCode, stdout, stderr } = await instance.virtray(
    ...words.split(" ").map((word) => word.replace("…", instance.folder)),
  );
  // The line of details holds the words of a program, in its language.
  const [told = "", ...details] = stderr.replaceAll(instance.folder, "…").split("\n");
  expect([stdout, told]).toEqual(["", sentence]);
  expect(details.filter((line) => !line.startsWith("Einzelheiten: "))).toEqual([]);
  expect([1, 2]).toContain(exitCode);
});
