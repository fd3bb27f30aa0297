/** Joins POSIX paths and resolves `.` and `..`; leading `../` stay. */
export function joinPaths(...parts: readonly string[]): string {
  const done: string[] = []
  for (const part of parts.join('/').split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && done.length > 0 && done.at(-1) !== '..') done.pop()
    else done.push(part)
  }
  return done.join('/') || '.'
}

/** The directory of a path. */
export function directoryOf(path: string): string {
  const end = path.lastIndexOf('/')
  return end < 0 ? '.' : path.slice(0, end)
}

/** The directories from that of a file up to the workspace root, nearest first. */
export function directoriesAbove(path: string, workspace: string): readonly string[] {
  const found: string[] = []
  const last = joinPaths(workspace)
  for (let directory = directoryOf(path), steps = 0; steps < 64; steps++) {
    found.push(directory)
    if (directory === last) break
    directory = joinPaths(directory, '..')
    if (directory.split('/').filter((part) => part === '..').length > last.split('/').filter((part) => part === '..').length) break
  }
  return found
}
