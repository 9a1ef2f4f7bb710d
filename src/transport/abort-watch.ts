import { Roster, type Seat } from './roster.ts'

/** Something that runs until it ends or is aborted. */
export interface Abortable {
  abort(reason: unknown): void
}

/** Ends the watch for one target. Calling it again does nothing. */
export type AbortWatch = () => void

interface SignalWatch {
  readonly targets: Roster<Abortable>
  readonly listener: () => void
}

/**
 * One listener for each signal, however many requests share it: adding a listener for each would cost time linear in
 * their number, and Node warns of a leak.
 */
const watches = new WeakMap<AbortSignal, SignalWatch>()

/** Calls `target.abort` when the signal is aborted. The signal's listener goes with the last target. */
export function watchAbort(signal: AbortSignal, target: Abortable): AbortWatch {
  const watch = watches.get(signal) ?? startWatch(signal)
  const seat = watch.targets.add(target)
  return () => leave(signal, watch, seat)
}

function leave(signal: AbortSignal, watch: SignalWatch, seat: Seat<Abortable>): void {
  watch.targets.remove(seat)
  if (watch.targets.size > 0 || watches.get(signal) !== watch) return
  signal.removeEventListener('abort', watch.listener)
  watches.delete(signal)
}

function startWatch(signal: AbortSignal): SignalWatch {
  const targets = new Roster<Abortable>()
  const listener = () => {
    watches.delete(signal)
    for (const target of targets.items()) target.abort(signal.reason)
  }
  const watch = { targets, listener }
  watches.set(signal, watch)
  signal.addEventListener('abort', listener, { once: true })
  return watch
}
