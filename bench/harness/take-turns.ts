import type { Sample, Samples } from './results.ts'

/** A contestant in one measure: each call gives the sample of one round. */
export interface Turn {
  readonly contestant: string
  readonly take: () => Promise<Sample>
}

/** How often all contestants have their turn. Samples of the warm-up are thrown away. */
export interface Passes {
  readonly warmUp: number
  readonly counted: number
}

/** Takes one sample of each contestant in turn, A B C A B C, so that whatever disturbs the machine disturbs all. */
export async function takeTurns(turns: readonly Turn[], passes: Passes): Promise<Samples> {
  const samples: Record<string, Sample[]> = Object.fromEntries(turns.map(({ contestant }) => [contestant, []]))
  for (let pass = -passes.warmUp; pass < passes.counted; pass++) {
    for (const { contestant, take } of turns) {
      const sample = await take()
      if (pass >= 0) samples[contestant]?.push(sample)
    }
  }
  return samples
}
