import { describe, expect, it } from 'vitest'
import { isResourceExpired } from '../errors/index.ts'
import type { ScriptStep } from '../rest/scripted-transport.test-support.ts'
import { json, lineOf, scripted } from './clientset.test-support.ts'

function page(names: string, next?: string, resourceVersion = '9'): ScriptStep {
  const items = names.split('').map((name) => ({ metadata: { name, namespace: 'a' } }))
  return json({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion, continue: next }, items })
}

const expired: ScriptStep = {
  status: 410,
  body: '{"kind":"Status","status":"Failure","reason":"Expired","code":410}',
}

async function namesOf(objects: AsyncIterable<{ metadata: { name: string } }>): Promise<string> {
  let names = ''
  for await (const { metadata } of objects) names += metadata.name
  return names
}

describe('listPages', () => {
  it('asks for a version once, and for the next page by its token', async () => {
    const { clientset, requests } = scripted(page('ab', 't1'), page('cd', 't2'), page('e'))
    const pages: string[] = []
    const options = { limit: 2, labelSelector: 'x=y', resourceVersion: '5', resourceVersionMatch: 'Exact' } as const
    for await (const { items } of clientset.coreV1.pods('a').listPages(options)) {
      pages.push(items.map(({ metadata }) => metadata.name).join(''))
    }
    expect(pages).toEqual(['ab', 'cd', 'e'])
    const path = 'GET /api/v1/namespaces/a/pods'
    expect(requests.map(lineOf)).toEqual([
      `${path}?labelSelector=x%3Dy&limit=2&resourceVersion=5&resourceVersionMatch=Exact`,
      `${path}?continue=t1&labelSelector=x%3Dy&limit=2`,
      `${path}?continue=t2&labelSelector=x%3Dy&limit=2`,
    ])
  })

  it('reads 500 items at a time unless told otherwise', async () => {
    const { clientset, requests } = scripted(page(''))
    for await (const _page of clientset.coreV1.pods().listPages()) expect(requests).toHaveLength(1)
    expect(lineOf(requests[0])).toBe('GET /api/v1/pods?limit=500')
  })

  it('reads the whole list anew when the token of a later page has expired', async () => {
    const { clientset, requests } = scripted(page('ab', 't1'), expired, page('abcd', undefined, '12'))
    const versions: unknown[] = []
    for await (const { metadata } of clientset.coreV1.pods().listPages({ limit: 2, resourceVersion: '5' })) {
      versions.push(metadata.resourceVersion)
    }
    expect(versions).toEqual(['9', '12'])
    expect(requests.map(lineOf)).toEqual([
      'GET /api/v1/pods?limit=2&resourceVersion=5',
      'GET /api/v1/pods?continue=t1&limit=2',
      'GET /api/v1/pods?resourceVersion=5',
    ])
  })

  it('fails where the first page has expired, or the whole list', async () => {
    const read = async (...steps: ScriptStep[]) => {
      const { clientset } = scripted(...steps)
      for await (const _page of clientset.coreV1.pods().listPages({ resourceVersion: '5' }));
    }
    await expect(read(expired)).rejects.toSatisfy(isResourceExpired)
    await expect(read(page('a', 't1'), expired, expired)).rejects.toSatisfy(isResourceExpired)
    await expect(read(page('a', 't1'), { status: 500 })).rejects.toMatchObject({ code: 500 })
  })

  it('goes on from a token', async () => {
    const { clientset, requests } = scripted(page('c'))
    for await (const _page of clientset.coreV1.pods().listPages({ continue: 't1', limit: 2 }));
    expect(requests.map(lineOf)).toEqual(['GET /api/v1/pods?continue=t1&limit=2'])
  })
})

describe('each', () => {
  it('gives the items of all pages, and asks for a page when it is needed', async () => {
    const { clientset, requests } = scripted(page('ab', 't1'), page('cd'))
    expect(await namesOf(clientset.coreV1.pods('a').each({ limit: 2 }))).toBe('abcd')
    expect(requests).toHaveLength(2)

    const other = scripted(page('ab', 't1'), page('cd'))
    for await (const { metadata } of other.clientset.coreV1.pods('a').each()) if (metadata.name === 'b') break
    expect(other.requests).toHaveLength(1)
  })

  it('gives no object twice when the list is read anew', async () => {
    const { clientset } = scripted(page('ab', 't1'), page('cd', 't2'), expired, page('acdef', undefined, '12'))
    expect(await namesOf(clientset.coreV1.pods().each({ limit: 2 }))).toBe('abcdef')
  })
})
