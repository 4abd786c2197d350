import type { Command } from "commander";
import type { Result } from "../../contract/errors/app-error.ts";
import type { OnLanWish } from "../../services/lan/on-lan.ts";
import { finish } from "../base/output.ts";
import type { Subcommand } from "../base/subcommand.ts";

/** The tools of the command that runs a program in the LAN. */
export interface OnLanTools {
  readonly onLan: (wish: OnLanWish, command: readonly string[]) => Promise<Result<number>>;
}

/** Adds the command that runs a program of this computer as a member of the LAN. */
export function addOnLanProgram(program: Command, command: Subcommand, tools: OnLanTools): void {
  command<OnLanWish>(
    program,
    "on-lan <command...>",
    "run a program of this computer as a member of the LAN, with an address of its own",
    async (voice, [words], wish) => {
      const ended = await tools.onLan(wish, words as readonly string[]);
      return ended.ok ? ended.value : finish(voice, ended, () => {});
    },
  )
    .option("--name <name>", "a name by which machines reach it")
    .option("--address <address>", "its address (default: the next free one)");
}
