import { spawn } from "node:child_process";

/**
 * Runs a program by argv and returns its standard output. It serves scripts that run before
 * node_modules exist; everything else uses execa.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{
 *   cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, show?: boolean
 * }} [options] `timeout` in milliseconds (default: none); `show`: the program gets this
 *   process's streams, and nothing is returned
 * @returns {Promise<string>}
 * @throws {ProgramError} when it cannot be started, fails, or takes too long
 */
export function run(program, args, options = {}) {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: options.show === true ? "inherit" : ["ignore", "pipe", "pipe"],
    timeout: options.timeout,
    killSignal: "SIGKILL",
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new ProgramError(program, args, error.message)));
    child.once("close", (code, signal) => {
      if (code === 0) resolve(stdout);
      else {
        const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
        reject(new ProgramError(program, args, `it ${how}. ${stderr.trim()}`.trim()));
      }
    });
  });
}

/** The error of a program that failed; its message holds the command and its standard error. */
export class ProgramError extends Error {
  /**
   * @param {string} program
   * @param {readonly string[]} args
   * @param {string} why
   */
  constructor(program, args, why) {
    super(`${[program, ...args].join(" ")}: ${why}`);
    this.name = "ProgramError";
  }
}
