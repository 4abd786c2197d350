import { beKeeper, isAppRunning } from "../adapters/keeper.ts";
import { pathsFrom } from "../adapters/paths.ts";
import { createVdeSwitch } from "../adapters/vde-switch.ts";
import { careForHostPower } from "../services/host-power-care.ts";
import type { Services } from "../services/interfaces.ts";
import { keepLan } from "../services/keep-lan.ts";

/**
 * What stays while the LAN is on, for as long as its switch is wished: brings the switch back, and
 * lets machines sleep and power down with the computer while no app does. It asks nobody for
 * anything.
 */
const uid = process.getuid?.() ?? 0;
const paths = pathsFrom(process.env, uid);

async function services(): Promise<Services> {
  // Not needed until something happens: until then it is no memory.
  const { createServices } = await import("../services/create-services.ts");
  return createServices(process.env, async () => false);
}

await beKeeper(paths, async () => {
  const endCare = careForHostPower(
    services,
    () => {},
    async () => !(await isAppRunning(paths)),
  );
  await keepLan(
    async () => (await services()).network,
    () => createVdeSwitch(paths.switchFolder, uid).ended(),
  );
  endCare();
});
