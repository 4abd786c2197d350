import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";

/** Returns the file beside a chunk in which its compiled code lies. */
const keptBeside = (chunk: string) => `${chunk}.code`;

/**
 * Has Node load chunks with the compiled code that the build put beside them (build/bundle/keep-code.ts).
 * Another version of V8, and one with other flags, refuses it by itself, and compiles.
 */
export function loadKeptCode(): void {
  const { extensions } = createRequire(import.meta.url);
  const plain = extensions[".js"];
  // The build has one already, by which it gets the code.
  extensions[".cjs"] ??= (module, filename) => {
    const kept = readKept(filename);
    if (kept === null) return plain?.(module, filename);
    const [text, cachedData] = kept;
    const script = new Script(Module.wrap(text), { filename, cachedData });
    const require = module.require.bind(module);
    script.runInThisContext()(module.exports, require, module, filename, dirname(filename));
  };
}

/** Reads a chunk and its compiled code; null without such code. */
function readKept(chunk: string): readonly [text: string, code: Buffer] | null {
  try {
    const code = readFileSync(keptBeside(chunk));
    return [readFileSync(chunk, "latin1"), code];
  } catch {
    return null;
  }
}
