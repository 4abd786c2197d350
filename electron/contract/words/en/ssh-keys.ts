import type { SshKeyFault } from "../../errors/template.ts";
import type { ErrorWords } from "../sentence.ts";

type Words = ReturnType<ErrorWords["ssh-key-invalid"]>;

/** The sentences about a file that does not hold public SSH keys. */
export const sshKeyErrors: Pick<ErrorWords, "ssh-key-invalid"> = {
  "ssh-key-invalid": ({ path, fault, half }) => inEnglish(path, fault, half),
};

function inEnglish(path: string, fault: SshKeyFault, half: string | undefined): Words {
  const give = "Give a file that ends in .pub, as ssh-keygen makes it.";
  switch (fault) {
    case "missing":
      return {
        what: `There is no file ${path}, so no SSH key was read.`,
        todo: "Check the path. A new pair of keys is made by: ssh-keygen -t ed25519",
      };
    case "no-public-half": {
      const own = path.replace(/\.pub$/, "");
      return {
        what: `${path} is not there, only the private key ${own} is.`,
        todo: `Make its public half: ssh-keygen -y -f ${own} > ${path}`,
      };
    }
    case "folder":
      return { what: `${path} is no file but a folder, a pipe or a device.`, todo: give };
    case "private":
      return {
        what: `${path} is a private SSH key, which belongs into no machine. It was not passed on.`,
        todo:
          half === undefined
            ? `Make its public half, and give that: ssh-keygen -y -f ${path} > ${path}.pub`
            : `Give its public half: ${half}`,
      };
    case "certificate":
      return {
        what: `${path} is an SSH certificate, and machines are given keys.`,
        todo: "Give the key that it was made for: the file without -cert.",
      };
    case "options":
      return {
        what: `In ${path}, options stand in front of a key, and they could name a command.`,
        todo: "Give a file whose lines begin with the type of the key, such as ssh-ed25519.",
      };
    case "other-format":
      return {
        what: `${path} is a public key in the format of SSH2, which OpenSSH does not read.`,
        todo: `Convert it, and give the result: ssh-keygen -i -f ${path} > ${path}.pub`,
      };
    case "empty":
      return { what: `${path} holds no SSH key.`, todo: give };
    case "other":
      return {
        what: `${path} is not an SSH public key, or not in each of its lines.`,
        todo: `${give} Keys of the type ssh-dss are too weak, and are not taken.`,
      };
  }
}
