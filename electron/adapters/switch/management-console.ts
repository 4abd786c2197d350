import { createConnection } from "node:net";

/** A connection to the switch's management socket. */
export interface SwitchTalk {
  /** Sends one command, and returns its answer up to the closing line; null if none comes. */
  ask(command: string): Promise<string | null>;
  /**
   * Has the switch end the connection, and ends once it has. Where it would find the end later, and a
   * plug comes just then, vde_switch 2.3.2 writes down the plug at a wrong place: it is refused, its
   * port stays taken, or all later ones are refused, too.
   */
  close(): Promise<void>;
}

/** A switch answers within milliseconds; one that is stopped never does. */
const answerTimeout = 2_000;

/** Matches nothing. */
const nothing = /(?!)/;

/**
 * Connects to a management socket. It greets with a prompt, takes one command a write, one after the
 * other, and ends each answer with a line of a number and a text (`1000 Success`).
 */
export function talkToSwitch(path: string): SwitchTalk {
  let received = "";
  let ended = false;
  let look = () => {};
  const socket = createConnection(path);
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    received += chunk;
    look();
  });
  socket.on("error", () => {});
  socket.once("close", () => {
    ended = true;
    look();
  });

  function hear(end: RegExp): Promise<string | null> {
    return new Promise((resolve) => {
      const finish = (heard: string | null) => {
        clearTimeout(timer);
        look = () => {};
        resolve(heard);
      };
      const timer = setTimeout(() => finish(null), answerTimeout);
      look = () => {
        if (end.test(received)) finish(received);
        else if (ended) finish(null);
      };
      look();
    });
  }

  const greeting = hear(/vde\$ /);
  return {
    async ask(command) {
      if ((await greeting) === null) return null;
      received = "";
      socket.write(`${command}\n`);
      return hear(/^1\d{3} .*$/m);
    },
    async close() {
      if (!ended && (await greeting) !== null) {
        socket.write("logout\n");
        await hear(nothing);
      }
      socket.destroy();
    },
  };
}
