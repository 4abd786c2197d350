import { randomBytes } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { hostProxy } from "../../../adapters/http/host-proxy.ts";
import { checkBase, createLinkedDisk, flattenDisk } from "../../../adapters/image/base-image.ts";
import { readSnapshots } from "../../../adapters/image/disk-snapshots.ts";
import { renewGuest } from "../../../adapters/image/guest-identity.ts";
import { writeSeedImage } from "../../../adapters/image/seed-image.ts";
import { findIdentities } from "../../../adapters/ssh/keys.ts";
import {
  createMachine,
  readMachines,
  replaceMachine,
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
import type { CreateOptions, FollowOptions } from "../../base/interfaces.ts";
import { nameserversFor } from "../../registry/identity.ts";
import { lookOnLan } from "../../registry/lan-addresses.ts";
import { clonesOf, diskSource, ownDiskName } from "../../registry/linked-disk.ts";
import {
  findMachine,
  type MachinesParts,
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

/**
 * Makes a machine from a template: a disk that holds only what differs, and a seed that tells the
 * guest its name, user, keys and address. Takes some 50 ms whatever the template's size. If the template
 * is warmed and the machine is like that, it runs then. Until it is there the signal takes all back; after
 * that it only ends the waiting for a guest, which then boots at its first start.
 */
export async function createFromTemplate(
  parts: MachinesParts,
  request: CreateFromTemplate,
  own: OwnWays,
  { onCreated = () => {}, signal }: CreateOptions = {},
): Promise<Result<MachineFile>> {
  const made = await makeFromTemplate(parts, request, own, signal);
  if (!made.ok) return made;
  const { machine, warmth, whyCold } = made.value;
  if (warmth === null) {
    onCreated({ isAwake: false, whyCold });
    return ok(machine);
  }
  const message = () =>
    wakeMessage({
      ...warmth.facts,
      entropy: randomBytes(wakeEntropyBytes).toString("hex"),
      now: Date.now(),
    });
  const woken = await wakeMachine(parts, machine, { ...warmth.held, message }, signal);
  await warmth.held.ram.close();
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

async function makeFromTemplate(
  parts: MachinesParts,
  request: CreateFromTemplate,
  { home, ...own }: OwnWays,
  signal: AbortSignal | undefined,
): Promise<Result<Made>> {
  const identities = await findIdentities(home, request.keyFiles ?? [], request.sshKeys);
  const occupied = await lookOnLan(parts, request.address);
  const found = { ...own, identities, occupied };
  return withRegistry(parts, () => makeHeld(parts, request, found, signal), signal);
}

/** The same with what was found out about the user and the LAN, while the registry's lock is held. */
async function makeHeld(
  parts: MachinesParts,
  request: CreateFromTemplate,
  {
    loginName,
    boots,
    identities,
    occupied,
  }: Omit<OwnWays, "home"> & {
    readonly identities: readonly string[];
    readonly occupied: Occupied;
  },
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
    const made = await createMachine(paths.machines, machine, both(fill, fillSeed), signal);
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
  const fill = both((draft) => takeWarm(state, draft), fillSeed);
  const made = await createMachine(paths.machines, definition, fill, signal);
  if (made.ok) return ok({ machine: definition, warmth: { held, facts }, whyCold: null });
  await held.ram.close();
  return made;
}

type Fill = (draft: string) => Promise<Result<void>>;

/** Fills a new machine's folder in two ways at once. */
function both(one: Fill, other: Fill): Fill {
  return async (draft) => {
    const [first, second] = await Promise.all([one(draft), other(draft)]);
    return first.ok ? second : first;
  };
}

/** Returns the proxy for a new guest; one on the computer itself would be the guest itself there. */
function findProxy(wish: ProxyWish | undefined, gateway: string): Result<GuestProxy | null> {
  if (wish === undefined) return ok(null);
  const found = wish === "host" ? hostProxy() : ok({ url: wish, except: [] });
  const own = found.ok ? ownHostOf(found.value.url) : null;
  return own === null ? found : fail("proxy-own-host", { ...own, gateway });
}

/** Makes a stopped machine independent of its template. Takes as long as its disk is large. */
export async function flattenMachine(
  parts: MachinesParts,
  id: string,
  { signal, onProgress }: FollowOptions = {},
): Promise<Result<void>> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  const { machine } = found.value;
  return withStoppedMachine<void>(parts, machine, "flatten", async () => {
    const { template, ...independent } = machine;
    if (template === undefined) return fail("machine-not-linked", { name: machine.name });
    // Snapshots lie within the disk, and a copy of its present content would lose them.
    const snapshots = await readSnapshots(machine.disk.path);
    if (!snapshots.ok) return snapshots;
    if (snapshots.value.length > 0) return fail("machine-has-snapshots", { name: machine.name });
    const disk = await diskSource(parts.paths, machine, machine.disk);
    if (!disk.ok) return disk;
    const flat = await flattenDisk(disk.value, parts.paths.unfinished, {
      signal,
      onProgress: (fraction) => onProgress?.({ step: "convert", fraction }),
    });
    return flat.ok ? replaceMachine(parts.paths.machines, independent) : flat;
  });
}
