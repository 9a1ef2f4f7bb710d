import { expect, test } from 'vitest'
import { takeTurns } from './take-turns.ts'

test('contestants take turns, and the warm-up is thrown away', async () => {
  const order: string[] = []
  const turn = (contestant: string) => ({
    contestant,
    take: async () => {
      order.push(contestant)
      return { at: order.length }
    },
  })
  const samples = await takeTurns([turn('a'), turn('b')], { warmUp: 1, counted: 2 })
  expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
  expect(samples).toEqual({ a: [{ at: 3 }, { at: 5 }], b: [{ at: 4 }, { at: 6 }] })
})
