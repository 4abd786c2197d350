/** Choices that one number decides, so that a run can be repeated. */
export interface Random {
  /** Returns a whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  /** Returns true in one of `n` cases. */
  oneIn(n: number): boolean;
  pick<T>(of: readonly [T, ...T[]]): T;
}

/** The generator “mulberry32”: 32 bits of state are plenty for some thousand choices. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    oneIn: (n) => below(n) === 0,
    pick: (of) => of[below(of.length)] ?? of[0],
  };
}
