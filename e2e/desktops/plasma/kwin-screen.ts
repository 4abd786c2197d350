import { connectWayland } from "../wlroots/wayland-connection.ts";

/** The opcodes of the requests (kde-output-management-v2.xml). */
const request = { createConfiguration: 0, scale: 4, apply: 5 } as const;

/** Sets the scale of the only screen of the KWin that listens at a path, as Plasma's settings do. */
export async function scaleKwin(socketPath: string, scale: number): Promise<void> {
  const connection = await connectWayland(socketPath);
  const screen = connection.bind("kde_output_device_v2", 2);
  const management = connection.bind("kde_output_management_v2", 2);
  const configuration = connection.newId();
  connection.send(management, request.createConfiguration, [configuration]);
  // A fraction on the wire has 8 bits.
  connection.send(configuration, request.scale, [screen, Math.round(scale * 256)]);
  connection.send(configuration, request.apply, []);
  await connection.done();
  connection.close();
}
