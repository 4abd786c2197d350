import { createCipheriv } from "node:crypto";
import { connect } from "node:net";

/**
 * Connects to a VNC server on 127.0.0.1 and prints its answers: `node vnc-client.mjs PORT [PASSWORD]` makes the
 * handshake of RFC 6143 and writes it as JSON. `types`: the security types that are offered (1: none,
 * 2: a password); `result`: 0 if the client was let in; null if no type was chosen.
 */
const [port, password] = process.argv.slice(2);
const socket = connect(Number(port), "127.0.0.1");
let held = Buffer.alloc(0);
/** @type {() => void} */
let wake = () => {};
socket.on("data", (chunk) => {
  held = Buffer.concat([held, chunk]);
  wake();
});
socket.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
socket.on("close", () => process.exit(process.exitCode ?? 1));

/**
 * The next bytes of the server.
 * @param {number} bytes
 */
async function take(bytes) {
  while (held.length < bytes) {
    await new Promise((resolve) => {
      wake = () => resolve(undefined);
    });
  }
  const taken = held.subarray(0, bytes);
  held = held.subarray(bytes);
  return taken;
}

/**
 * The answer to a challenge: DES with a key whose bytes have their bits in reverse (7.2.2).
 * @param {Buffer} challenge
 * @param {string} password
 */
function respond(challenge, password) {
  const key = Buffer.alloc(8);
  for (const [index, byte] of [...Buffer.from(password).subarray(0, 8)].entries()) {
    key[index] = Number.parseInt(byte.toString(2).padStart(8, "0").split("").reverse().join(""), 2);
  }
  // Three times the same key is DES, which Node does not offer any more.
  const cipher = createCipheriv("des-ede3-ecb", Buffer.concat([key, key, key]), null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(challenge), cipher.final()]);
}

await take(12);
socket.write("RFB 003.008\n");
const [count = 0] = await take(1);
const types = [...(await take(count))];
let result = null;
if (types.includes(1)) {
  socket.write(Buffer.from([1]));
  result = (await take(4)).readUInt32BE();
} else if (password !== undefined && types.includes(2)) {
  socket.write(Buffer.from([2]));
  socket.write(respond(await take(16), password));
  result = (await take(4)).readUInt32BE();
}
console.log(JSON.stringify({ types, result }));
process.exit(0);
