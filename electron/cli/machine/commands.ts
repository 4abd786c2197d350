import { uncut } from "../../adapters/process/end-signals.ts";
import { fromHere } from "../../adapters/process/this-user.ts";
import type { ActionJson, MachineDetailJson } from "../../contract/app/cli.ts";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { DeviceView } from "../../contract/machine/device.ts";
import type { GuestFacts } from "../../contract/machine/guest-facts.ts";
import { formFieldsOn, settingOf } from "../../contract/machine/hardware.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import { describeSetting } from "../../contract/words/hardware.ts";
import { nameChoice } from "../../contract/words/words.ts";
import { describeForward } from "../../core/lan/forward-text.ts";
import { readAddMachine } from "../../core/machine/read-add-machine.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { hardwareFrom } from "../base/hardware-options.ts";
import {
  complain,
  errorJson,
  finish,
  lineOf,
  say,
  sayJson,
  span,
  table,
  type Voice,
  warn,
} from "../base/output.ts";
import { follow, signalTaken } from "../base/progress.ts";
import { machineJson } from "./json.ts";
import { statusText } from "./list-command.ts";

/** Finds a machine by name or id. */
export async function findByName(
  machines: MachinesService,
  name: string,
): Promise<Result<MachineView>> {
  const { machines: views, broken } = await machines.list();
  const view = views.find((each) => each.name === name) ?? views.find((each) => each.id === name);
  if (view !== undefined) return ok(view);
  const problem = broken.find((each) => each.id === name)?.problem;
  return { ok: false, error: problem ?? appError("machine-unknown", { name }) };
}

async function detail(
  machines: MachinesService,
  voice: Voice,
  view: MachineView,
): Promise<MachineDetailJson> {
  const [log, vncPassword, guest] = await Promise.all([
    machines.log(view.id),
    machines.vncPassword(view.id),
    machines.guestFacts(view.id),
  ]);
  return {
    ...machineJson(lineOf(voice), view, Date.now()),
    definition: view.definition,
    vncPassword: vncPassword.ok ? vncPassword.value : null,
    guest: guest.ok ? guest.value : null,
    log: log.ok ? log.value.slice(-20) : [],
  };
}

/** `virtray show NAME` */
export async function showCommand(
  machines: MachinesService,
  voice: Voice,
  name: string,
): Promise<number> {
  const found = await findByName(machines, name);
  const shown = found.ok ? ok(await detail(machines, voice, found.value)) : found;
  return finish(voice, shown, (machine) => {
    if (voice.json) sayJson(machine);
    else say(describeMachine(voice, machine));
  });
}

function describeMachine(voice: Voice, machine: MachineDetailJson): readonly string[] {
  const { cli } = voice;
  const { fields } = cli;
  const { definition } = machine;
  const uptime = machine.uptimeSeconds === null ? "" : ` (${span(machine.uptimeSeconds)})`;
  const processor =
    machine.accelerator === null
      ? definition.acceleration
      : machine.accelerator === "kvm"
        ? "KVM"
        : [cli.emulated, machine.acceleratorReason].filter(Boolean).join(": ");
  const rows = [
    [fields.id, machine.id],
    [fields.status, `${statusText(voice, machine)}${uptime}`],
    ...(machine.problem === null ? [] : [[fields.problem, machine.problem]]),
    ...(machine.tags.length === 0 ? [] : [[fields.tags, machine.tags.join(", ")]]),
    ...(machine.note === null ? [] : [[fields.note, machine.note]]),
    ...(machine.protected ? [[fields.protected, cli.yes]] : []),
    [fields.address, definition.network.address],
    [fields.mac, definition.network.mac],
    [fields.disk, `${definition.disk.path} (${definition.disk.format}, ${definition.disk.bus})`],
    [fields.memory, voice.words.ui.unit.size(definition.memoryMiB * 2 ** 20)],
    ...formFieldsOn("set")
      .filter((field) => settingOf(field).isFact === true)
      .map((field) => [
        voice.words.hardware[field].name,
        describeSetting(voice.words, field, definition),
      ]),
    [fields.acceleration, processor],
    [fields.card, definition.network.nic],
    ...(definition.network.cablePulled === true ? [[fields.cable, voice.words.net.pulled]] : []),
    [
      fields.uplink,
      machine.uplink === null ? cli.likeLan : nameChoice(voice.words, machine.uplink),
    ],
    ...(definition.network.forwards ?? []).map((each, index) => [
      index === 0 ? voice.words.forwards.field : "",
      describeForward(each),
    ]),
    [
      fields.display,
      definition.vncDisplay === null ? cli.noDisplay : `VNC 127.0.0.1:${definition.vncDisplay}`,
    ],
    ...(machine.vncPassword === null ? [] : [[fields.vncPassword, machine.vncPassword]]),
    ...(machine.pid === null ? [] : [[fields.pid, String(machine.pid)]]),
    ...(machine.guest === null ? [] : guestRows(voice, machine.guest)),
    ...machine.log.map((line, index) => [index === 0 ? fields.log : "", line]),
  ];
  return [machine.name, ...table(rows)];
}

/** The rows of what a guest tells of itself. */
function guestRows({ words }: Voice, guest: GuestFacts): readonly (readonly string[])[] {
  const { ui } = words;
  return [
    [
      ui.guest.system,
      [guest.system ?? "?", ...(guest.kernel === null ? [] : [guest.kernel])].join(", "),
    ],
    ...guest.fileSystems.map(({ mountedAt, usedBytes, totalBytes, isNearlyFull }) => {
      const used = ui.detail.ofSize(ui.unit.size(usedBytes), ui.unit.size(totalBytes));
      return [mountedAt, isNearlyFull ? ui.guest.nearlyFull(used) : used];
    }),
    [ui.guest.users, guest.users.join(", ") || ui.guest.nobody],
    ...(guest.addresses.length === 0 ? [] : [[ui.guest.addresses, guest.addresses.join(", ")]]),
  ];
}

/** The options of `add` besides the machine's settings: exactly one of both is given. */
export interface AddOptions {
  readonly disk?: string;
  readonly device?: string;
}

/** `virtray add NAME --disk FILE …`; a relative path counts from the working folder. */
export async function addCommand(
  machines: MachinesService,
  voice: Voice,
  machine: string,
  options: AddOptions,
  devices: () => Promise<readonly DeviceView[]>,
): Promise<number> {
  const limits = await machines.propose();
  const path = fromHere(options.disk ?? options.device ?? "");
  const device = options.disk === undefined ? { device: true } : {};
  const read = readAddMachine(
    { ...hardwareFrom("new", options), name: machine, disk: path, ...device },
    { memoryMiB: limits.mostMemoryMiB, cpus: limits.mostCpus },
  );
  const added = read.ok
    ? await follow(voice, (following) => machines.add(read.value, following))
    : read;
  if (!added.ok) return finish(voice, added, () => {});
  const { name, network, disk } = added.value;
  if (disk.device !== undefined) {
    const found = (await devices()).find(({ path, node }) => [path, node].includes(disk.path));
    const size = voice.words.ui.unit.size(disk.device.bytes);
    const text = voice.words.devices.warning(disk.path, size, found?.holds ?? null);
    warn(voice, text);
  }
  if (voice.json) return showCommand(machines, voice, name);
  say(voice.cli.added(name, network.address));
  return 0;
}

type Warned = { readonly warning: AppError | null };
type Action = (id: string, view: MachineView) => Promise<Result<void> | Result<Warned>>;

/**
 * Does something to each named machine, one after the other by default. After a failure the others
 * still get their turn, but not after a signal; the exit code reports it.
 */
export async function actOnEach(
  machines: MachinesService,
  voice: Voice,
  names: readonly string[],
  action: Action,
  atOnce = false,
): Promise<number> {
  const act = async (name: string): Promise<ActionJson> => {
    const found = signalTaken() === null ? await findByName(machines, name) : fail("cancelled", {});
    const done = found.ok ? await uncut(() => action(found.value.id, found.value)) : found;
    const warning = done.ok ? (done.value?.warning ?? null) : null;
    // Of several that were not begun, only the name tells which one it is.
    const isUnnamed = !done.ok && done.error.code === "cancelled" && names.length > 1;
    if (!done.ok) complain(voice, done.error, isUnnamed ? `${name}: ` : "");
    if (warning !== null) complain(voice, warning, `${voice.cli.warning} `);
    return {
      name,
      id: found.ok ? found.value.id : null,
      ok: done.ok,
      error: done.ok ? null : errorJson(voice, done.error),
      warning: warning === null ? null : errorJson(voice, warning),
    };
  };
  const results: ActionJson[] = [];
  if (atOnce) results.push(...(await Promise.all(names.map(act))));
  else for (const name of names) results.push(await act(name));
  if (voice.json) sayJson(results);
  return results.every((result) => result.ok) ? 0 : 1;
}
