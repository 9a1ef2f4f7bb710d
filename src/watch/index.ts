export {
  type ChangeEvent,
  type RetryingWatch,
  type RetryWatchOptions,
  retryWatch,
  type StartWatch,
  type WatchStartOptions,
} from './retry-watch.ts'
export { until, type WatchCondition } from './until.ts'
