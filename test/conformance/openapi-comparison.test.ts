import { afterAll, expect, type TestContext, test } from 'vitest'
import { reference, requireReference } from './comparison.ts'
import { exchange } from './exchange.ts'
import { OwnServers } from './own-servers.ts'
import { chosenTargets, fromShared, type Target } from './target.ts'

const servers = new OwnServers()
afterAll(() => servers.close())

type Json = Record<string, unknown>

interface Document {
  readonly paths: Record<string, Json>
  readonly components: { readonly schemas: Record<string, Json> }
}

/** What the embedded server says with less: texts, and forms of a body that it does not write. */
const leftOut = [
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'application/vnd.kubernetes.protobuf;stream=watch',
  'x-kubernetes-unions',
]
/** Parameters of features that it does not have. */
const missingParameters = ['shardSelector', 'ignoreStoreReadErrorWithClusterBreakingPotential']
/** Fields whose values it takes as they are. */
const withoutEnum = ['GRPCAction', 'HTTPGetAction', 'PersistentVolumeClaimSpec', 'Toleration', 'VolumeHealthCondition']

function reduced(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) {
    return value.filter((each) => !missingParameters.includes(String(each?.name))).map((each) => reduced(each))
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name, inner]) => {
    if (isNames) return true
    return !leftOut.includes(name) && !(name === 'description' && typeof inner === 'string')
  })
  return Object.fromEntries(entries.map(([name, inner]) => [name, reduced(inner, name === 'properties')]))
}

async function document({ config }: Target, key: string): Promise<Document> {
  return JSON.parse((await exchange(config, 'GET', `/openapi/v3/${key}`)).text)
}

async function both(context: TestContext, key: string): Promise<{ ours: Document; theirs: Document }> {
  context.task.meta.target = `embedded compared with ${reference}`
  const real = fromShared(requireReference(context))
  const embedded = await servers.get('embedded', false)
  const [ours, theirs] = await Promise.all([document(embedded, key), document(real, key)])
  return { ours, theirs }
}

const chosen = chosenTargets()
const run = chosen.includes('embedded') && chosen.includes(reference)

for (const key of ['api', 'api/v1', 'apis', 'version']) {
  test.runIf(run)(`[embedded = ${reference}] the operations of ${key}`, { timeout: 30_000 }, async (context) => {
    const { ours, theirs } = await both(context, key)
    expect(Object.keys(ours.paths).length).toBeGreaterThan(0)
    for (const [path, item] of Object.entries(ours.paths)) {
      expect({ path, item: reduced(item) }).toEqual({ path, item: reduced(theirs.paths[path]) })
    }
  })

  test.runIf(run)(`[embedded = ${reference}] the schemas of ${key}`, { timeout: 30_000 }, async (context) => {
    const { ours, theirs } = await both(context, key)
    for (const [name, schema] of Object.entries(ours.components.schemas)) {
      const compared = withoutEnum.some((type) => name.endsWith(`.${type}`)) ? withoutEnums : reduced
      expect({ name, schema: compared(schema) }).toEqual({ name, schema: compared(theirs.components.schemas[name]) })
    }
  })
}

function withoutEnums(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(reduced(schema), (name, value) => (name === 'enum' ? undefined : value)))
}
