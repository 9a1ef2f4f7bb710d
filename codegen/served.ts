import { request } from 'node:https'
import { type ControlPlane, startControlPlane } from '../test/envtest/control-plane.ts'
import type { ServerVersion } from '../test/envtest/programs.ts'
import type { ApiResourceList, Served, TableColumn } from './api-resources.ts'

/** Some resources are served only while a feature that is still young is on. */
const allFeatures = ['--feature-gates=AllAlpha=true,AllBeta=true']

/** Asks a real server, which is started for it, what it serves and which columns its tables have. */
export async function servedBy(version: ServerVersion): Promise<Served> {
  const plane = await startControlPlane({ version, extraArgs: allFeatures })
  try {
    const lists = await resourceLists(plane)
    return { version, lists, columns: await tableColumns(plane, lists) }
  } finally {
    await plane.close()
  }
}

async function resourceLists(plane: ControlPlane): Promise<ApiResourceList[]> {
  const groups = (await get(plane, '/apis')) as { groups: { versions: { groupVersion: string }[] }[] }
  const paths = groups.groups.flatMap((group) => group.versions.map(({ groupVersion }) => `/apis/${groupVersion}`))
  const lists: ApiResourceList[] = []
  for (const path of ['/api/v1', ...paths]) lists.push((await get(plane, path)) as ApiResourceList)
  return lists
}

/** Also of an empty list, the table has all columns. */
async function tableColumns(
  plane: ControlPlane,
  lists: readonly ApiResourceList[],
): Promise<Map<string, TableColumn[]>> {
  const columns = new Map<string, TableColumn[]>()
  for (const { groupVersion, resources } of lists) {
    const root = groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`
    for (const resource of resources.filter(({ name, verbs }) => !name.includes('/') && verbs.includes('list'))) {
      const table = (await get(plane, `${root}/${resource.name}?limit=1`, asTable)) as {
        columnDefinitions: TableColumn[]
      }
      columns.set(`${groupVersion} ${resource.name}`, table.columnDefinitions)
    }
  }
  return columns
}

const asTable = 'application/json;as=Table;g=meta.k8s.io;v=v1'

function get(plane: ControlPlane, path: string, accept = 'application/json'): Promise<unknown> {
  const { caData, certData, keyData } = plane.config.tls
  return new Promise((resolve, reject) => {
    const options = { agent: false, ca: caData, cert: certData, key: keyData, headers: { accept } } as const
    const outgoing = request(`${plane.url}${path}`, options, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        if (answer.statusCode === 200) resolve(JSON.parse(text))
        else reject(new Error(`GET ${path}: ${answer.statusCode} ${text.slice(0, 200)}`))
      })
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}
