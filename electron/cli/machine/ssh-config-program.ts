import type { Command } from "commander";
import { pathsFrom } from "../../adapters/files/paths.ts";
import {
  installSshConfig,
  isSshConfigInstalled,
  removeSshConfig,
  sshConfigFiles,
  sshConfigFor,
} from "../../adapters/ssh/config-file.ts";
import { findHiddenHosts } from "../../adapters/ssh/hidden-hosts.ts";
import type { SshConfigJson } from "../../contract/app/cli.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { complain, finish, say, sayJson, type Voice } from "../base/output.ts";
import type { Subcommand } from "../base/subcommand.ts";

/** The tools of these commands. */
interface SshConfigTools {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly machines: () => MachinesService;
}

async function run(
  { env, machines }: SshConfigTools,
  voice: Voice,
  verb: "install" | "remove" | "show",
): Promise<number> {
  const paths = pathsFrom(env, process.getuid?.() ?? 0);
  const files = sshConfigFiles(env, paths);
  const { machines: views } = await machines().list();
  const text = sshConfigFor(
    paths,
    views.map(({ definition }) => definition),
  );
  const work: Readonly<Record<typeof verb, () => Promise<Result<void>>>> = {
    install: () => installSshConfig(files, text),
    remove: () => removeSshConfig(files),
    show: async () => ok(undefined),
  };
  const done = await work[verb]();
  const isInstalled = await isSshConfigInstalled(files);
  const names = views.map(({ name }) => name);
  const hidden = isInstalled && verb === "install" ? await findHiddenHosts(files, names) : [];
  for (const about of hidden) complain(voice, about, `${voice.cli.warning} `);
  return finish(voice, done, () => {
    const told = { isInstalled, file: files.part, includedBy: files.own, text };
    const words = voice.words.net.sshConfig;
    if (voice.json) sayJson(told satisfies SshConfigJson);
    else if (verb === "show") say(text.trimEnd().split("\n"));
    else say(verb === "install" ? words.installed(files.own) : words.removed(files.own));
  });
}

/** Adds the commands that make `ssh NAME` work anywhere. */
export function addSshConfigProgram(
  program: Command,
  command: Subcommand,
  tools: SshConfigTools,
): void {
  const config = program.command("ssh-config").description("make “ssh NAME” work for machines");
  command(config, "install", "add an Include to ~/.ssh/config", (voice) =>
    run(tools, voice, "install"),
  );
  command(config, "remove", "remove the Include from ~/.ssh/config", (voice) =>
    run(tools, voice, "remove"),
  );
  command(config, "show", "show the configuration that ssh gets", (voice) =>
    run(tools, voice, "show"),
  );
}
