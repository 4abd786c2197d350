import type { ListeningPort, WebScheme } from "../../../contract/machine/listening-port.ts";
import { makeVisible } from "../../base/visible-text.ts";

/** The most ports that are told, and the most of a program's name, in characters. */
const most = { ports: 64, program: 40 };

/** The ports of web pages, beyond those that a program's name tells. */
const webPorts: ReadonlySet<number> = new Set([
  ...[80, 3000, 4200, 5000, 5173, 8000, 8008, 8080, 8081, 8888, 9000, 9090],
]);
const secureWebPorts: ReadonlySet<number> = new Set([443, 8443]);
const webServers: ReadonlySet<string> = new Set(["nginx", "apache2", "httpd", "caddy", "lighttpd"]);

/**
 * Prints the kernel's lines of TCP sockets that listen, as “listens ADDRESS:PORT INODE”, and which programs
 * hold them, as “held INODE PROGRAM” (proc(5)). All guests have what it takes; “ss” is not everywhere.
 */
export const listeningScript = `pattern=none
while read -r _ local _ state _ _ _ _ _ inode _; do
  [ "$state" = 0A ] || continue
  echo "listens $local $inode"
  pattern="$pattern|$inode"
done <<END
$(grep -hs ' 0A ' /proc/net/tcp /proc/net/tcp6 | head -n 128)
END
pid=
ls -l /proc/[0-9]*/fd 2>/dev/null | grep -E "^/proc/|socket:\\[($pattern)\\]" | while read -r line; do
  case $line in
    /proc/*) pid=\${line#/proc/}; pid=\${pid%%/*} ;;
    *)
      inode=\${line##*\\[}
      name=
      read -r name <"/proc/$pid/comm"
      echo "held \${inode%]} $name"
      ;;
  esac
done 2>/dev/null | head -n 128`;

/** Reads what the script printed; what is not as expected is left out. Sorted by port, each port once. */
export function readListeningPorts(said: string): readonly ListeningPort[] {
  const programs = new Map<string, string>();
  const sockets: { readonly port: number; readonly isLocal: boolean; readonly inode: string }[] =
    [];
  for (const line of said.split("\n")) {
    const held = /^held (\d{1,20}) (\S.*)$/.exec(line);
    if (held?.[1] !== undefined) programs.set(held[1], nameOf(held[2] ?? ""));
    const [, address = "", hex = "", inode = ""] =
      /^listens ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) (\d{1,20})$/.exec(line) ?? [];
    const port = Number.parseInt(hex, 16);
    if (port > 0) sockets.push({ port, isLocal: isLoopback(address), inode });
  }
  const ports = [...new Set(sockets.map(({ port }) => port))].sort((a, b) => a - b);
  return ports.slice(0, most.ports).map((port) => {
    const own = sockets.filter((each) => each.port === port);
    const names = own.map(({ inode }) => programs.get(inode)).filter(Boolean);
    const program = names[0] ?? null;
    const isLocal = own.every((each) => each.isLocal);
    return { port, program, isLocal, web: webScheme(port, program) };
  });
}

const nameOf = (text: string) => makeVisible(text.trim().slice(0, most.program));

/** Tells addresses of the loopback: the kernel of a PC writes each four bytes in reverse order. */
function isLoopback(address: string): boolean {
  if (address.length === 8) return address.endsWith("7F");
  return address === "00000000000000000000000001000000" || /^0{16}FFFF0000.{6}7F$/.test(address);
}

function webScheme(port: number, program: string | null): WebScheme | null {
  if (secureWebPorts.has(port)) return "https";
  return webPorts.has(port) || (program !== null && webServers.has(program)) ? "http" : null;
}
