import { isResourceExpired } from '../errors/index.ts'
import type { KubernetesList, KubernetesObject } from '../meta/index.ts'
import type { PageOptions } from './options.ts'

type List = KubernetesList<KubernetesObject>

/** How many items a page has unless the caller says. Source: `defaultPageSize` in k8s.io/client-go/tools/pager. */
const defaultPageSize = 500

/**
 * Reads a list page by page. Only the first page is asked for a version: the token of the others holds it. When the
 * token of a later page has expired, the whole list is read in one piece, as it was asked for at first.
 *
 * Source: `ListPager.List` in k8s.io/client-go/tools/pager.
 */
export async function* listPages(
  list: (options: PageOptions) => Promise<List>,
  options: PageOptions = {},
): AsyncGenerator<List> {
  const { resourceVersion: _version, resourceVersionMatch: _match, ...later } = options
  const limit = options.limit === undefined || options.limit === 0 ? defaultPageSize : options.limit
  let token = options.continue ?? ''
  let isFirst = true
  do {
    let page: List
    try {
      page = await list(isFirst ? { ...options, limit } : { ...later, limit, continue: token })
    } catch (error) {
      if (token === '' || !isResourceExpired(error)) throw error
      page = await list({ ...options, limit: undefined, continue: undefined })
    }
    isFirst = false
    token = page.metadata?.continue ?? ''
    yield page
  } while (token !== '')
}

/** The items of all pages, each object once: a page that starts anew holds everything that was on those before it. */
export async function* eachItem(pages: AsyncIterable<List>): AsyncGenerator<KubernetesObject> {
  const given = new Set<string>()
  for await (const page of pages) {
    const isLast = (page.metadata?.continue ?? '') === ''
    for (const item of page.items) {
      const key = `${item.metadata?.namespace ?? ''}/${item.metadata?.name ?? ''}`
      if (given.has(key)) continue
      if (!isLast) given.add(key)
      yield item
    }
  }
}
