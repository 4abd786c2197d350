import type { LeftBehind } from "../../contract/computer/move.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { ComputersService } from "../../services/computer/computers.ts";
import type { Mover } from "../../services/computer/move/mover.ts";
import { finish, say, sayJson, type Voice, warn } from "../base/output.ts";
import { follow } from "../base/progress.ts";

/** A machine to move, and where to. */
interface MoveRequest {
  /** Its name, with its computer in front unless it is unique. */
  readonly name: string;
  /** Null: this computer. */
  readonly to: string | null;
  /** One that runs is shut down for it, and started again there. */
  readonly stop: boolean;
  readonly machines: MachinesService;
}

/** `virtray move NAME [--to COMPUTER] [--stop]` */
export async function moveCommand(
  mover: Mover,
  computers: ComputersService,
  voice: Voice,
  { name, to, stop, machines }: MoveRequest,
): Promise<number> {
  if (to === null) return fetchCommand(mover, computers, voice, { name, stop, machines });
  const own = (await machines.list()).machines.find((each) => [each.name, each.id].includes(name));
  if (own === undefined) {
    return finish(voice, name.includes("/") ? severalOf() : unknown(name), () => {});
  }
  const sent = await follow(voice, (options) =>
    mover.send(own.id, to, { ...options, stopFirst: stop }),
  );
  return finish(voice, sent, ({ kept, left, bytes }) => {
    if (voice.json) sayJson({ name: own.name, computer: to, kept, left, bytes });
    else {
      say(voice.cli.computer.moved(own.name, to));
      if (kept.length > 0) warn(voice, voice.cli.computer.kept(kept.join(", ")));
      tellLeft(voice, own.name, left);
    }
  });
}

/** Names what of its former computer a machine has no more. */
function tellLeft(voice: Voice, name: string, { cdrom, shares }: LeftBehind): void {
  const { leftCd, leftShares } = voice.cli.computer;
  if (cdrom !== null) warn(voice, leftCd(name, cdrom));
  if (shares.length > 0) warn(voice, leftShares(name, shares.join(", ")));
}

const severalOf = () => fail("computer-several", {});
const unknown = (name: string) => fail("machine-unknown", { name });

/** Moves a machine of another computer here. */
async function fetchCommand(
  mover: Mover,
  computers: ComputersService,
  voice: Voice,
  { name, stop, machines }: Omit<MoveRequest, "to">,
): Promise<number> {
  const found = await findThere(computers, machines, name);
  if (!found.ok) return finish(voice, found, () => {});
  const { computer, id } = found.value;
  const fetched = await follow(voice, (options) =>
    mover.fetch(computer, id, { ...options, stopFirst: stop }),
  );
  return finish(voice, fetched, ({ machine, left, bytes }) => {
    if (voice.json) sayJson({ name: machine.name, computer: null, kept: [], left, bytes });
    else {
      say(voice.cli.computer.fetched(machine.name, computer));
      tellLeft(voice, machine.name, left);
    }
  });
}

/** A machine of another computer. */
interface FoundThere {
  readonly computer: string;
  readonly id: string;
}

/** Finds a machine of another computer by what that tells now. */
async function findThere(
  computers: ComputersService,
  machines: MachinesService,
  name: string,
): Promise<Result<FoundThere>> {
  const [first = "", second] = name.split("/");
  const computer = second === undefined ? null : first;
  const machine = second ?? first;
  if (computer === null) {
    const own = (await machines.list()).machines.some((each) => each.name === machine);
    if (own) return fail("move-nowhere", { name });
    await computers.refreshAll();
  } else {
    const refreshed = await computers.refresh(computer);
    if (!refreshed.ok) return refreshed;
  }
  const having = (await computers.list()).flatMap((each) => {
    const there = each.record?.machines.find((one) => [one.name, one.id].includes(machine));
    const isAsked = computer === null || each.name === computer;
    if (there === undefined || !isAsked) return [];
    return [{ computer: each.name, id: there.id }];
  });
  const [one] = having;
  if (one === undefined) return fail("machine-unknown", { name });
  return having.length === 1
    ? ok(one)
    : fail("computer-ambiguous", {
        machine,
        names: having.map((each) => each.computer).join(", "),
      });
}
