import { type Command, Option } from "commander";
import * as v from "valibot";
import { type Language, languages } from "../../contract/base/languages.ts";
import { machineIdSchema } from "../../contract/base/primitives.ts";
import { cableKey } from "../../contract/computer/cable.ts";
import { type FarConsoleKind, farConsoleKinds } from "../../contract/computer/console-line.ts";
import { appError } from "../../contract/errors/app-error.ts";
import { viaNetOf } from "../../contract/lan/via.ts";
import type { Serving } from "../../services/compose/serve.ts";
import type { Mover } from "../../services/computer/move/mover.ts";
import { UsageFault } from "../base/usage-fault.ts";

/** The tools of the commands that other processes of ours start. */
export interface ServeTools {
  readonly mover: () => Promise<Mover>;
  /** Answers another computer on the standard streams until that goes, or does what it has come for. */
  readonly serve: (serving: Serving) => Promise<void>;
}

const odd = (field: string) => ({ field, wrong: "other", text: "", limit: "" }) as const;

/** Adds the command that a move of a running machine starts in case that it is killed. */
export function addMendProgram(program: Command, tools: ServeTools): void {
  program
    .command("mend-move <side> <id> <token>", { hidden: true })
    .description("put things right after a move that was cut")
    .option("--computer <name>", "ask this computer where the machine is")
    .option("--paused", "its guest was paused before")
    .action(async (side: string, id: string, token: string, options: MendOptions) => {
      await (await tools.mover()).mend({
        side: side === "target" ? "target" : "source",
        ...{ id, token, isPaused: options.paused === true, computer: options.computer ?? null },
      });
    });
}

interface MendOptions {
  readonly computer?: string;
  readonly paused?: true;
}

/** Adds the command that another computer starts here. */
export function addServeProgram(program: Command, tools: ServeTools): void {
  program
    .command("serve", { hidden: true })
    .description("answer another computer, which starts this by ssh")
    .option("--cable <key>", "carry a cable of the LAN there")
    .option("--uplink <key>", "have packets leave by this computer")
    .option("--net <number>", "the net in between")
    .addOption(new Option("--console <kind>", "show a console").choices(farConsoleKinds))
    .option("--machine <id>", "of this machine")
    .option("--receive", "take a machine from there")
    .option("--send <id>", "give a machine to it")
    .addOption(new Option("--language <language>", "speak it").choices(languages))
    .action((options: ServeOptions) => {
      const { cable, uplink, net, receive, send, language = "en", console, machine } = options;
      if (cable !== undefined && !cableKey.test(cable)) {
        throw new UsageFault(appError("input-invalid", odd("--cable")));
      }
      const between = viaNetOf(net === undefined ? Number.NaN : Number(net));
      if (uplink !== undefined && (!cableKey.test(uplink) || between === null)) {
        throw new UsageFault(appError("input-invalid", odd("--uplink")));
      }
      if (console !== undefined && !v.is(machineIdSchema, machine)) {
        throw new UsageFault(appError("input-invalid", odd("--machine")));
      }
      if (send !== undefined && !v.is(machineIdSchema, send)) {
        throw new UsageFault(appError("input-invalid", odd("--send")));
      }
      const isMove = receive === true || send !== undefined;
      return tools.serve({
        cable: cable ?? null,
        uplink: uplink === undefined || between === null ? null : { key: uplink, net: between },
        console:
          console === undefined || machine === undefined ? null : { kind: console, id: machine },
        move: isMove ? { send: send ?? null, language } : null,
      });
    });
}

interface ServeOptions {
  readonly cable?: string;
  readonly uplink?: string;
  readonly net?: string;
  readonly console?: FarConsoleKind;
  readonly machine?: string;
  readonly receive?: true;
  readonly send?: string;
  readonly language?: Language;
}
