import { afterEach, describe, expect, it, vi } from 'vitest'
import { readFlags, readFlagsAndNames, splitLeadingFlags } from './flags.ts'
import { UsageError } from './usage-error.ts'

const specs = {
  port: { type: 'string', short: 'p', value: 'N', help: 'port to listen on' },
  force: { type: 'boolean', help: 'replace files' },
} as const

afterEach(() => vi.restoreAllMocks())

describe('flags', () => {
  it.each<[string[], object]>([
    [[], {}],
    [['--port', '1'], { port: '1' }],
    [['--port=1', '--port=2'], { port: '2' }],
    [['-p', '1', '--force'], { port: '1', force: true }],
    [['-p1'], { port: '1' }],
    [['-p=1'], { port: '1' }],
    [['-p=a=b'], { port: 'a=b' }],
    [['-p='], { port: '' }],
    [['--port='], { port: '' }],
    [['--port', '-1'], { port: '-1' }],
    [['--force=true'], { force: true }],
    [['--force=false'], { force: false }],
    [['--force', '--force=false'], { force: false }],
    [['--force=false', '--force=true'], { force: true }],
  ])('%j', (args, flags) => {
    expect({ ...readFlags('Usage: x', specs, args) }).toEqual(flags)
  })

  it('may have names between them', () => {
    const { flags, names } = readFlagsAndNames('Usage: x', specs, ['a', '--force', 'b', '--', '--port']) ?? {}
    expect({ ...flags }).toEqual({ force: true })
    expect(names).toEqual(['a', 'b', '--port'])
  })

  it.each<[string[], string]>([
    [['--prot', '1'], 'unknown flag --prot; did you mean --port?'],
    [['--hlep'], 'unknown flag --hlep; did you mean --help?'],
    [['--unheard-of=1'], 'unknown flag --unheard-of'],
    [['-x'], 'unknown flag -x'],
    [['--port'], '--port needs a value'],
    [['-p'], '--port needs a value'],
    [['--port', '--force'], '--port needs a value'],
    [['--force=1'], '--force takes no value'],
    [['--toString=true'], 'unknown flag --toString'],
    [['name. And more'], 'unexpected argument "name. And more"'],
  ])('%j is refused', (args, message) => {
    expect(() => readFlags('Usage: x', specs, args)).toThrow(new UsageError(message))
  })

  it('may stand before a command', () => {
    const split = (...args: string[]) => splitLeadingFlags(specs, args)
    expect(split('--port', '1', '-p2', '-p', '3', '--force', '--port=4', 'get', '--force')).toEqual({
      leading: ['--port', '1', '-p2', '-p', '3', '--force', '--port=4'],
      rest: ['get', '--force'],
    })
    expect(split('--prot', 'get')).toEqual({ leading: [], rest: ['--prot', 'get'] })
    expect(split('-x')).toEqual({ leading: [], rest: ['-x'] })
    expect(split('--port')).toEqual({ leading: ['--port'], rest: [] })
  })

  it('are explained by --help, whatever else is there', () => {
    let printed = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text)
      return true
    })
    expect(readFlags('Usage: x', specs, ['--force', '--help'])).toBeUndefined()
    expect(printed).toBe(
      'Usage: x\n\n  -p, --port N                  port to listen on\n      --force                   replace files\n',
    )
  })
})
