/** Something that runs until it ends or is aborted. */
export interface Abortable {
  abort(reason: unknown): void
}

interface Watch {
  readonly targets: Set<Abortable>
  readonly listener: () => void
}

/**
 * One listener for each signal, however many requests share it: adding a listener for each would cost time linear in
 * their number, and Node warns of a leak.
 */
const watches = new WeakMap<AbortSignal, Watch>()

/** Calls `target.abort` when the signal is aborted. To be undone with {@link unwatchAbort}. */
export function watchAbort(signal: AbortSignal, target: Abortable): void {
  const watch = watches.get(signal) ?? startWatch(signal)
  watch.targets.add(target)
}

/** Removes the signal's listener with the last target. */
export function unwatchAbort(signal: AbortSignal, target: Abortable): void {
  const watch = watches.get(signal)
  if (watch === undefined || !watch.targets.delete(target) || watch.targets.size > 0) return
  signal.removeEventListener('abort', watch.listener)
  watches.delete(signal)
}

function startWatch(signal: AbortSignal): Watch {
  const targets = new Set<Abortable>()
  const listener = () => {
    watches.delete(signal)
    for (const target of targets) target.abort(signal.reason)
  }
  const watch = { targets, listener }
  watches.set(signal, watch)
  signal.addEventListener('abort', listener, { once: true })
  return watch
}
