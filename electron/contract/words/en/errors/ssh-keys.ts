import type { SshKeyFault } from "../../../errors/template.ts";
import type { ErrorWords } from "../../sentence.ts";

type Words = ReturnType<ErrorWords["ssh-key-invalid"]>;

/** The sentences about a file that does not hold public SSH keys. */
export const sshKeyErrors: Pick<ErrorWords, "ssh-key-invalid"> = {
  "ssh-key-invalid": ({ path, fault, half }) => inEnglish(path, fault, half),
};

function inEnglish(path: string, fault: SshKeyFault, half: string | undefined): Words {
  const give = "Give a file that ends in .pub, as ssh-keygen creates it.";
  switch (fault) {
    case "missing":
      return {
        what: `There is no file ${path}, so no SSH key was read.`,
        todo: "Check the path. To create a new key pair: ssh-keygen -t ed25519",
      };
    case "no-public-half": {
      const own = path.replace(/\.pub$/, "");
      return {
        what: `There is no file ${path}, only the private key ${own}.`,
        todo: `Create the public half of the key: ssh-keygen -y -f ${own} > ${path}`,
      };
    }
    case "folder":
      return { what: `${path} is not a file but a folder, a pipe or a device.`, todo: give };
    case "private":
      return {
        what: `${path} is a private SSH key, which must not get into a machine. The key was not passed on.`,
        todo:
          half === undefined
            ? `Create the public half of the key, and give that: ssh-keygen -y -f ${path} > ${path}.pub`
            : `Give the public half of the key: ${half}`,
      };
    case "putty":
      return {
        what: `${path} is a private key of PuTTY, which must not get into a machine. The key was not passed on.`,
        todo: `Create the public half of the key, and give that: puttygen ${path} -L > ${path}.pub`,
      };
    case "cut-off":
      return {
        what: `${path} contains an SSH key that is incomplete, so nobody could log in with it.`,
        todo: "Copy the whole line of the key again.",
      };
    case "certificate":
      return {
        what: `${path} is an SSH certificate, but machines need keys.`,
        todo: "Give the key that belongs to the certificate: the file without -cert.",
      };
    case "options":
      return {
        what: `In ${path}, a key has options in front of it, which could contain a command.`,
        todo: "Give a file whose lines begin with the type of the key, such as ssh-ed25519.",
      };
    case "other-format":
      return {
        what: `${path} is a public key in the format of SSH2, which OpenSSH does not read.`,
        todo: `Convert the key, and give the result: ssh-keygen -i -f ${path} > ${path}.pub`,
      };
    case "empty":
      return { what: `${path} contains no SSH key.`, todo: give };
    case "other":
      return {
        what: `${path} is not an SSH public key, or contains lines that are not.`,
        todo: `${give} Keys of the type ssh-dss are too weak and are not accepted.`,
      };
  }
}
