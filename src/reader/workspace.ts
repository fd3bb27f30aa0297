import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/**
 * Finds how far up a service may reach: the nearest directory that marks a workspace, looked for up to the top of the git work tree;
 * without a marker that top itself; outside of git the service's directory alone.
 */
export function findWorkspace(directory: string): string {
  let nearest: string | undefined
  for (let here = directory; ; here = dirname(here)) {
    if (nearest === undefined && marksWorkspace(here)) nearest = here
    if (existsSync(join(here, '.git'))) return nearest ?? here
    // Without a git work tree nothing says where the user's own files end, so no marker further up is trusted.
    if (dirname(here) === here) return directory
  }
}

function marksWorkspace(directory: string): boolean {
  const text = (name: string): string | undefined => {
    try {
      return readFileSync(join(directory, name), 'utf8')
    } catch {
      return undefined
    }
  }
  if (['lerna.json', 'nx.json', 'rush.json'].some((name) => existsSync(join(directory, name)))) return true
  // A member of a workspace may have both: settings of pnpm without packages, and a turbo.json that extends the root's.
  if (/^packages\s*:/m.test(text('pnpm-workspace.yaml') ?? '')) return true
  const turbo = text('turbo.json')
  if (turbo !== undefined && !/"extends"\s*:/.test(turbo)) return true
  return hasWorkspaces(text('package.json'))
}

function hasWorkspaces(manifest: string | undefined): boolean {
  if (!manifest?.includes('"workspaces"')) return false
  try {
    const parsed: unknown = JSON.parse(manifest)
    return typeof parsed === 'object' && parsed !== null && Object.hasOwn(parsed, 'workspaces')
  } catch {
    return false
  }
}

/** The way from one absolute directory to another with forward slashes, `.` where they are the same. */
export const relativePath = (from: string, to: string): string => relative(from, to).split(sep).join('/') || '.'
