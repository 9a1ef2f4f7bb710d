import type { ResponseBody } from '../transport/index.ts'

/**
 * Frees the connection of a body that will not be read any further, whichever way the transport has for it.
 *
 * @param chunks the iterator that has read some of it: a web stream can be cancelled only through that
 */
export function giveUp(body: ResponseBody, chunks?: AsyncIterator<Uint8Array>): void {
  // What fails here fails for nobody: the answer is not wanted any more.
  void letGo(body, chunks).catch(() => undefined)
}

async function letGo(body: ResponseBody, chunks: AsyncIterator<Uint8Array> | undefined): Promise<void> {
  const isWebStream = 'locked' in body
  if (body.cancel !== undefined && !(isWebStream && chunks !== undefined)) await body.cancel()
  else await (chunks ?? body[Symbol.asyncIterator]()).return?.()
}
