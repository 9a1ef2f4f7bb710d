import { homedir } from 'node:os'
import path from 'node:path'

/** Where this user's programs keep what they can make again: each platform has its own convention. */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  return path.join(userCacheFolder(env, platform), 'kubeclient', 'envtest')
}

function userCacheFolder(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string {
  const home = env['HOME'] ?? homedir()
  const xdg = env['XDG_CACHE_HOME']
  // The XDG specification has relative paths ignored.
  if (xdg !== undefined && path.isAbsolute(xdg)) return xdg
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches')
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local')
  return path.join(home, '.cache')
}
