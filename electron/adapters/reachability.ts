import { connect } from "node:net";
import * as v from "valibot";
import { runProgram } from "./run-program.ts";

/** What a connection attempt tells: somebody is there, nobody is, or silence. */
type Knock = "there" | "absent" | "silent";

/** The port that is knocked at: SSH's. An answer that it is closed is a sign of life just as well. */
const knockPort = 22;

function knock(address: string, timeoutMs: number): Promise<Knock> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: knockPort });
    const end = (result: Knock) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => end("silent"), timeoutMs);
    socket.once("connect", () => end("there"));
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED" || error.code === "ECONNRESET") end("there");
      else if (error.code === "ETIMEDOUT") end("silent");
      else end("absent");
    });
  });
}

const neighbours = v.array(
  v.object({ lladdr: v.optional(v.string()), state: v.optional(v.array(v.string())) }),
);

/** Whether the kernel has just heard this hardware address at this address (ip-neighbour(8)). */
async function isNeighbour(address: string, mac: string, interfaceName: string): Promise<boolean> {
  const said = await runProgram("ip", ["-j", "neigh", "show", address, "dev", interfaceName]);
  if (!said.ok) return false;
  try {
    const parsed = v.safeParse(neighbours, JSON.parse(said.value.stdout || "[]"));
    // Only REACHABLE was confirmed within the last seconds; other entries outlive a dead machine.
    return (
      parsed.success &&
      parsed.output.some(
        ({ lladdr, state }) => lladdr === mac && state?.includes("REACHABLE") === true,
      )
    );
  } catch {
    return false;
  }
}

/**
 * Whether a guest answers at its address in the LAN, found without any right: by knocking at a
 * port, and where a firewall swallows that, by the kernel's fresh knowledge of its card.
 */
export async function isReachable(
  machine: { readonly address: string; readonly mac: string; readonly interface: string },
  timeoutMs: number,
): Promise<boolean> {
  switch (await knock(machine.address, timeoutMs)) {
    case "there":
      return true;
    case "absent":
      return false;
    case "silent":
      return isNeighbour(machine.address, machine.mac, machine.interface);
  }
}
