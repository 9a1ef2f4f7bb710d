/**
 * Calls a function of somebody who only listens. What it throws must not change the fate of a request, and must not get
 * lost either: it is thrown where nobody else is, which a process treats as an uncaught exception.
 */
export function tell(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
