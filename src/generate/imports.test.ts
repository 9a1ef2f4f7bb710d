import { describe, expect, it } from 'vitest'
import { Imports } from './imports.ts'
import { smallApi } from './models.test-support.ts'

describe('imports', () => {
  it('are listed in order, under another name where theirs is taken', () => {
    const imports = new Imports(smallApi({}).model, new Set(['Event', 'Toy']))
    expect(imports.name('toys/v1', 'Toy')).toBe('Toy')
    expect(imports.name('meta/v1', 'ObjectMeta')).toBe('ObjectMeta')
    expect(imports.name('meta/v1', 'ListMeta')).toBe('ListMeta')
    expect(imports.name('core/v1', 'Event')).toBe('CoreV1Event')
    expect(imports.name('core/v1', 'Event')).toBe('CoreV1Event')
    expect(imports.name('toys/v1beta1', 'Ball')).toBe('Ball')
    expect(imports.text()).toBe(
      "import type { Event as CoreV1Event } from '../core/v1.ts'\n" +
        "import type { ListMeta, ObjectMeta } from '../meta/v1.ts'\n" +
        "import type { Ball } from './v1beta1.ts'\n",
    )
  })
})
