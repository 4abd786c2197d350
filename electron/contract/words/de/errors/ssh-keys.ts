import type { SshKeyFault } from "../../../errors/template.ts";
import type { ErrorWords } from "../../sentence.ts";

type Words = ReturnType<ErrorWords["ssh-key-invalid"]>;

/** The sentences about a file that does not hold public SSH keys. */
export const sshKeyErrors: Pick<ErrorWords, "ssh-key-invalid"> = {
  "ssh-key-invalid": ({ path, fault, half }) => inGerman(path, fault, half),
};

function inGerman(path: string, fault: SshKeyFault, half: string | undefined): Words {
  const give = "Eine Datei mit der Endung .pub angeben, wie ssh-keygen sie anlegt.";
  switch (fault) {
    case "missing":
      return {
        what: `Es gibt keine Datei ${path}, also wurde kein SSH-Schlüssel gelesen.`,
        todo: "Den Pfad prüfen. Ein neues Schlüsselpaar anlegen: ssh-keygen -t ed25519",
      };
    case "no-public-half": {
      const own = path.replace(/\.pub$/, "");
      return {
        what: `${path} gibt es nicht, nur den privaten Schlüssel ${own}.`,
        todo: `Die öffentliche Hälfte des Schlüssels anlegen: ssh-keygen -y -f ${own} > ${path}`,
      };
    }
    case "folder":
      return {
        what: `${path} ist keine Datei, sondern ein Ordner, eine Pipe oder ein Gerät.`,
        todo: give,
      };
    case "private":
      return {
        what: `${path} ist ein privater SSH-Schlüssel, der in keine Maschine gehört. Der Schlüssel wurde nicht weitergegeben.`,
        todo:
          half === undefined
            ? `Die öffentliche Hälfte des Schlüssels anlegen und diese angeben: ssh-keygen -y -f ${path} > ${path}.pub`
            : `Die öffentliche Hälfte des Schlüssels angeben: ${half}`,
      };
    case "putty":
      return {
        what: `${path} ist ein privater Schlüssel von PuTTY; er darf in keine Maschine gelangen. Der Schlüssel wurde nicht weitergegeben.`,
        todo: `Die öffentliche Hälfte des Schlüssels anlegen und angeben: puttygen ${path} -L > ${path}.pub`,
      };
    case "cut-off":
      return {
        what: `${path} enthält einen unvollständigen SSH-Schlüssel, mit dem sich niemand anmelden könnte.`,
        todo: "Die ganze Zeile des Schlüssels noch einmal kopieren.",
      };
    case "certificate":
      return {
        what: `${path} ist ein SSH-Zertifikat; Maschinen brauchen Schlüssel.`,
        todo: "Den Schlüssel angeben, zu dem das Zertifikat gehört: die Datei ohne -cert.",
      };
    case "options":
      return {
        what: `In ${path} stehen vor einem Schlüssel Optionen, die einen Befehl enthalten könnten.`,
        todo: "Eine Datei angeben, deren Zeilen mit der Art des Schlüssels beginnen, etwa ssh-ed25519.",
      };
    case "other-format":
      return {
        what: `${path} ist ein öffentlicher Schlüssel im Format SSH2, das OpenSSH nicht liest.`,
        todo: `Den Schlüssel umwandeln und das Ergebnis angeben: ssh-keygen -i -f ${path} > ${path}.pub`,
      };
    case "empty":
      return { what: `${path} enthält keinen SSH-Schlüssel.`, todo: give };
    case "other":
      return {
        what: `${path} ist kein öffentlicher SSH-Schlüssel oder enthält andere Zeilen.`,
        todo: `${give} Schlüssel der Art ssh-dss sind zu schwach und werden nicht angenommen.`,
      };
  }
}
