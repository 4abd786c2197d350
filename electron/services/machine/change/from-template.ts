import { randomBytes } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { hostProxy } from "../../../adapters/http/host-proxy.ts";
import { checkBase, createLinkedDisk } from "../../../adapters/image/base-image.ts";
import { renewGuest } from "../../../adapters/image/guest-identity.ts";
import { writeSeedImage } from "../../../adapters/image/seed-image.ts";
import { machineRuntime, removeRuntime } from "../../../adapters/qemu/runtime.ts";
import { findIdentities } from "../../../adapters/ssh/keys.ts";
import {
  createMachine,
  readMachines,
  removeMachine,
} from "../../../adapters/store/machine-store.ts";
import { basePath, readTemplate } from "../../../adapters/store/template-store.ts";
import { type HeldWarm, holdWarm } from "../../../adapters/store/warm-store.ts";
import type { GuestProxy, ProxyWish } from "../../../contract/base/handed-on.ts";
import { guestUserSchema } from "../../../contract/base/primitives.ts";
import { type AppError, fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { lanDomain } from "../../../contract/lan/network.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import type { CreateFromTemplate } from "../../../contract/template/template.ts";
import { usualPair } from "../../../contract/template/warm.ts";
import { machineIdOf } from "../../../core/disk/guest-identity.ts";
import { checkNewMachine, macOf, type Occupied } from "../../../core/machine/checks.ts";
import { newDefinition } from "../../../core/machine/new-definition.ts";
import { buildSeed } from "../../../core/template/cloud-init.ts";
import { ownHostOf } from "../../../core/template/handed-on.ts";
import {
  type WakeFacts,
  wakeEntropyBytes,
  wakeMessage,
  whatToApply,
} from "../../../core/template/wake-message.ts";
import type { CreateOptions } from "../../base/interfaces.ts";
import { nameserversFor } from "../../registry/identity.ts";
import { lookOnLan } from "../../registry/lan-addresses.ts";
import { clonesOf, ownDiskName } from "../../registry/linked-disk.ts";
import {
  lockRegistry,
  type MachinesParts,
  purposeDelete,
  withRegistry,
  withStoppedMachine,
} from "../../registry/parts.ts";
import { newId } from "../../registry/registry.ts";
import { wakeMachine } from "../power/wake.ts";
import { giveUpState, matchWarm, takeWarm, warmed } from "./warm-match.ts";

/** The memory from which a new machine goes on, and what its guest is to be told. */
interface Warmth {
  readonly held: HeldWarm;
  readonly facts: Omit<WakeFacts, "entropy" | "now">;
}

/** A new machine; `warmth` is null if it boots. */
interface Made {
  readonly machine: MachineFile;
  readonly warmth: Warmth | null;
  readonly whyCold: AppError | null;
}

/** The answers of the user's account and settings. */
interface OwnWays {
  readonly loginName: string;
  readonly home: string;
  /** Whether machines boot also if their template is warmed. */
  readonly boots: boolean;
}

/** The facts about the user and the LAN that a new machine needs. */
interface Circumstances extends Omit<OwnWays, "home"> {
  readonly identities: readonly string[];
  /** The addresses that are known to be taken, besides those in the registry. */
  readonly occupied: Occupied;
  /** The same, as soon as the LAN has answered. */
  readonly look: Promise<Occupied>;
}

/**
 * Makes a machine from a template: a disk that holds only what differs, and a seed that tells the
 * guest its name, user, keys and address. Takes some 50 ms whatever the template's size. If the template
 * is warmed and the machine is like that, it runs then. Until it is there the signal takes all back; after
 * that it only ends the waiting for a guest, which then boots at its first start.
 *
 * The LAN takes longest to answer whether the address is taken, so all else is done meanwhile. If it is, what
 * was made is removed, and where the address was not asked for, the machine is made with another one.
 */
export async function createFromTemplate(
  parts: MachinesParts,
  request: CreateFromTemplate,
  { home, ...own }: OwnWays,
  options: CreateOptions = {},
): Promise<Result<MachineFile>> {
  const look = lookOnLan(parts, request.address);
  // It is awaited later, or never where the request is refused before.
  look.catch(() => {});
  const identities = await findIdentities(home, request.keyFiles ?? [], request.sshKeys);
  const make = (occupied: Occupied) =>
    createWith(parts, request, { ...own, identities, occupied, look }, options);
  const made = await make(new Map());
  const isAgain = !made.ok && request.address === undefined && occupiedCodes.has(made.error.code);
  return isAgain ? make(await look) : made;
}

/** The errors of an address that somebody in the LAN has. */
const occupiedCodes: ReadonlySet<AppError["code"]> = new Set([
  "address-leased",
  "address-answers",
  "address-borrowed",
]);

/** Returns the error of an address that somebody has; the LAN is told of the machine otherwise. */
async function clearAddress(
  parts: MachinesParts,
  { network }: MachineFile,
  look: Promise<Occupied>,
): Promise<AppError | null> {
  const taken = (await look).get(network.address);
  if (taken !== undefined) return taken;
  await parts.tellLan();
  return null;
}

/** Removes a machine that was just made, and whose guest has ended, for good. */
function unmake(parts: MachinesParts, machine: MachineFile): Promise<Result<void>> {
  const { machines } = parts.paths;
  return withRegistry(parts, async () => {
    const removed = await withStoppedMachine(parts, machine, purposeDelete, () =>
      removeMachine(machines, machine.id),
    );
    if (removed.ok) await removeRuntime(machineRuntime(parts.paths, machine.id));
    return removed;
  });
}

async function createWith(
  parts: MachinesParts,
  request: CreateFromTemplate,
  circumstances: Circumstances,
  { onCreated = () => {}, signal }: CreateOptions,
): Promise<Result<MachineFile>> {
  const made = await lockRegistry(
    parts,
    () => makeHeld(parts, request, circumstances, signal),
    signal,
  );
  if (!made.ok) return made;
  const { machine, warmth, whyCold } = made.value;
  if (warmth === null) {
    await parts.tellLan();
    onCreated({ isAwake: false, whyCold });
    return ok(machine);
  }
  const message = () =>
    wakeMessage({
      ...warmth.facts,
      entropy: randomBytes(wakeEntropyBytes).toString("hex"),
      now: Date.now(),
    });
  const cleared = clearAddress(parts, machine, circumstances.look);
  const [woken, taken] = await Promise.all([
    wakeMachine(parts, machine, { ...warmth.held, message, cleared }, signal),
    cleared,
  ]);
  await warmth.held.ram.close();
  if (taken !== null) {
    const unmade = await unmake(parts, machine);
    return unmade.ok ? { ok: false, error: taken } : unmade;
  }
  // A wait that was cancelled says nothing of the state.
  const isLost = !woken.ok && woken.error.code === "machine-wake-failed";
  if (isLost) await giveUpState(parts, request.template, machine);
  onCreated({ isAwake: woken.ok, whyCold: woken.ok ? null : woken.error });
  return ok(machine);
}

/** Creates a disk over a template's image, with an identity of the machine's own. */
async function fillCold(
  path: string,
  base: string,
  bytes: number,
  id: string,
): Promise<Result<void>> {
  const disk = await createLinkedDisk(base, path, bytes);
  return disk.ok ? renewGuest({ path, base }, machineIdOf(id)) : disk;
}

/**
 * Makes the machine while the registry's lock is held. One that boots is there only once its address is known to be
 * free; one that goes on has a file `waking`, and no card, until then.
 */
async function makeHeld(
  parts: MachinesParts,
  request: CreateFromTemplate,
  { loginName, boots, identities, occupied, look }: Circumstances,
  signal: AbortSignal | undefined,
): Promise<Result<Made>> {
  const { paths } = parts;
  const [stored, template, lan] = await Promise.all([
    readMachines(paths.machines),
    readTemplate(paths.templates, request.template),
    parts.lanSettings(),
  ]);
  if (!stored.ok) return stored;
  if (!template.ok) return template;
  const { base, name: templateName } = template.value;
  const basis = basePath(paths.templates, request.template);
  const { machines } = stored.value;
  const usual = usualPair(template.value);
  const { memoryMiB = usual.memoryMiB, cpus = usual.cpus } = request;
  const sized = { ...request, memoryMiB, cpus, vncDisplay: null };
  const checked = checkNewMachine(sized, machines, lan, parts.host, occupied);
  if (!checked.ok) return checked;
  const bytes = request.diskBytes ?? base.virtualBytes;
  if (bytes < base.virtualBytes) {
    return fail("disk-smaller", { asked: bytes, least: base.virtualBytes });
  }
  const clones = await clonesOf(paths, stored.value, request.template);
  const intact = await checkBase(basis, base, clones, signal);
  if (!intact.ok) return intact;

  const proxy = findProxy(request.proxy, lan.address);
  if (!proxy.ok) return proxy;
  const id = newId(machines);
  const { address } = checked.value;
  const user = request.user ?? template.value.user ?? loginName;
  const guest = {
    instanceId: id,
    hostname: request.name,
    domain: lanDomain,
    user,
    sshKeys: request.sshKeys,
    mac: macOf(id),
    address,
    prefixLength: lan.prefixLength,
    gateway: lan.address,
    nameservers: await nameserversFor(lan.address),
  };
  const { certificates = [], agent = true } = request;
  const wishes = { user, userData: request.userData ?? null, proxy: proxy.value, certificates };
  const seed = buildSeed({ ...guest, ...wishes, agent });
  if (!seed.ok) return seed;
  const { files, login } = seed.value;
  const folder = join(paths.machines, id);
  const disk = { path: join(folder, ownDiskName), format: "qcow2" } as const;
  const given = { id, name: request.name, createdAt: new Date(), address, disk };
  const plain = newDefinition(given, sized);
  const { airlock } = request;
  const machine: MachineFile = {
    ...plain,
    ...(airlock === undefined ? {} : { network: { ...plain.network, airlock } }),
    template: { id: request.template, name: templateName },
    seed: join(folder, "seed.img"),
    ...(login !== null && v.is(guestUserSchema, login) ? { user: login } : {}),
    ...(identities.length === 0 ? {} : { identities: [...identities] }),
  };
  const { state, why } = boots
    ? { state: null, why: null }
    : await matchWarm(parts, template.value, machine, bytes, signal);
  const fillSeed = (draft: string) => writeSeedImage(join(draft, "seed.img"), files);
  if (state === null) {
    const fill = (draft: string) => fillCold(join(draft, ownDiskName), basis, bytes, id);
    const clear = async (): Promise<Result<void>> => {
      const taken = (await look).get(address);
      return taken === undefined ? ok(undefined) : { ok: false, error: taken };
    };
    const fills = together(fill, fillSeed, clear);
    const made = await createMachine(paths.machines, machine, fills, signal);
    return made.ok ? ok({ machine, warmth: null, whyCold: why }) : made;
  }
  const { record } = state;
  const facts = {
    ...{ ...guest, machineId: machineIdOf(id) },
    ...{ formerInstance: record.instance, formerUser: record.user },
    ...{ apply: whatToApply(wishes, record.user), agent },
  };
  const held = await holdWarm(state);
  const definition = warmed(machine, record);
  const fill = together((draft) => takeWarm(state, draft), fillSeed);
  const made = await createMachine(paths.machines, definition, fill, signal);
  if (made.ok) return ok({ machine: definition, warmth: { held, facts }, whyCold: null });
  await held.ram.close();
  return made;
}

type Fill = (draft: string) => Promise<Result<void>>;

/** Fills a new machine's folder in several ways at once. */
function together(...fills: readonly Fill[]): Fill {
  return async (draft) => {
    const all = await Promise.all(fills.map((fill) => fill(draft)));
    return all.find((each) => !each.ok) ?? ok(undefined);
  };
}

/** Returns the proxy for a new guest; one on the computer itself would be the guest itself there. */
function findProxy(wish: ProxyWish | undefined, gateway: string): Result<GuestProxy | null> {
  if (wish === undefined) return ok(null);
  const found = wish === "host" ? hostProxy() : ok({ url: wish, except: [] });
  const own = found.ok ? ownHostOf(found.value.url) : null;
  return own === null ? found : fail("proxy-own-host", { ...own, gateway });
}
