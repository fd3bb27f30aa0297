import { isAbsolute, relative, resolve, sep } from 'node:path'
import { nearestNames, UserError } from '../model/index.ts'
import type { Past } from '../reader/index.ts'
import type { Git } from './command.ts'

/** What git knows of a workspace at the merge base of a ref and HEAD. */
export interface MergeBase {
  readonly commit: string
  readonly past: Past
}

/** Asks git for the merge base of a ref and HEAD and for what it kept below a directory then; nothing is checked out, fetched or written. */
export function readMergeBase(git: Git, root: string, ref: string): MergeBase {
  const ask = (words: readonly string[], input?: string): Uint8Array | undefined => {
    const answer = git(words, root, input)
    return answer?.status === 0 ? answer.output : undefined
  }
  if (ref === '' || ref.startsWith('-') || /[\u0000-\u001f\u007f]/.test(ref))
    throw new UserError(`--base ${JSON.stringify(ref)} is not the name of a commit`, {
      mend: 'write a branch, a tag or a commit: --base origin/main',
    })
  const isShallow = openRepository(git, root)
  const commit = commitOf(ask, ref)
  if (commit === undefined) throw unknownRef(ask, ref, isShallow)
  const head = commitOf(ask, 'HEAD')
  if (head === undefined)
    throw new UserError('there is no commit yet that --base could be compared with', { mend: 'commit first, or leave --base out' })
  const base = textOf(ask(['merge-base', commit, head])).trim()
  if (base === '') {
    throw new UserError(`${ref} and HEAD have no commit in common${isShallow ? ' that this shallow clone knows' : ''}`, {
      mend: isShallow ? deepen : 'name the branch that this one began from',
    })
  }
  return { commit: base, past: pastOf(ask, base, head) }
}

const deepen = 'fetch the whole history: fetch-depth: 0 for actions/checkout, or git fetch --unshallow'

type Ask = (words: readonly string[], input?: string) => Uint8Array | undefined

const textOf = (bytes: Uint8Array | undefined): string => (bytes === undefined ? '' : Buffer.from(bytes).toString('utf8'))

/** Makes sure that git knows the directory, and says whether its history is cut off. */
function openRepository(git: Git, root: string): boolean {
  const answer = git(['rev-parse', '--is-inside-work-tree', '--is-shallow-repository', '--show-cdup'], root)
  if (!answer) throw new UserError('--base needs git, and there is none on the PATH', { mend: 'install git, or leave --base out' })
  const { status, output, errors } = answer
  const [inside, shallow, up = ''] = textOf(output).split('\n')
  if (status !== 0 || inside !== 'true') {
    const why = errors.split('\n')[0]?.replace(/^fatal: /, '') ?? ''
    throw new UserError(`--base needs a git work tree${why === '' ? '' : `, and git says: ${why}`}`, {
      mend: why.includes('dubious ownership')
        ? 'name the directory in safe.directory of the git configuration, or leave --base out'
        : 'run it in a clone, or leave --base out',
    })
  }
  const way = relative(resolve(root, up), root)
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
    throw new UserError('the git work tree lies elsewhere, as core.worktree of its configuration says', { mend: 'leave --base out' })
  return shallow === 'true'
}

const commitOf = (ask: Ask, ref: string): string | undefined =>
  textOf(ask(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])).trim() || undefined

function unknownRef(ask: Ask, ref: string, isShallow: boolean): UserError {
  const listed = textOf(ask(['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/remotes', 'refs/tags']))
  const refs = listed.split('\n').filter((one) => one !== '')
  const [near] = [...refs.filter((one) => one.endsWith(`/${ref}`)), ...nearestNames(ref, refs)]
  const known = refs.length > 0 && refs.length <= MOST_NAMED ? `it knows ${refs.join(', ')}; ` : ''
  return new UserError(`--base ${ref} is no commit that git knows here`, {
    mend: near ? `did you mean ${near}?` : `${known}${isShallow ? deepen : 'name a branch, a tag or a commit of this clone, or fetch it first'}`,
  })
}

const MOST_NAMED = 5

/** The records of an answer to `-z`, each of which ends with a NUL. */
const records = (bytes: Uint8Array | undefined): readonly string[] => textOf(bytes).split('\0').slice(0, -1)

function pastOf(ask: Ask, base: string, head: string): Past {
  const entries = new Map<string, { id: string; link: boolean }>()
  const aside = ['.git']
  for (const record of records(must(ask, ['ls-tree', '-r', '-z', base]))) {
    const [, mode = '', type, id = '', path = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(record) ?? []
    // A submodule is a repository of its own, and taken as it lies there.
    if (type === 'commit') aside.push(path)
    else entries.set(path, { id, link: mode === '120000' })
  }
  const ignored = must(ask, ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'])
  aside.push(...records(ignored).map((path) => path.replace(/\/$/, '')))
  const contents = new Map<string, Uint8Array>()
  return {
    entries,
    aside,
    content(id) {
      // What changed is asked for together, at the first question: a process for each file would take its time.
      if (!contents.has(id))
        for (const [one, bytes] of readBlobs(ask, contents.size === 0 ? [id, ...changedIds(ask, base, head)] : [id])) contents.set(one, bytes)
      const bytes = contents.get(id)
      if (bytes) return bytes
      throw new UserError(`git does not have all that ${base.slice(0, 10)} is made of here`, {
        mend: 'clone without --filter, or fetch that commit with all its files',
      })
    },
  }
}

/** The ids that source and configuration files had, which another commit changed. */
function changedIds(ask: Ask, base: string, head: string): readonly string[] {
  const found = records(must(ask, ['diff-tree', '-r', '-z', '--raw', '--relative', '--no-renames', '--ignore-submodules=all', base, head]))
  return found.flatMap((record, index) => {
    const [, mode, id] = /^:(\d+) \d+ ([0-9a-f]+) /.exec(record) ?? []
    return mode !== undefined && mode !== '000000' && id !== undefined && /\.([cm]?[jt]sx?|json|ya?ml)$/.test(found[index + 1] ?? '') ? [id] : []
  })
}

/** Reads blobs by their ids: a head line with the size, the bytes, a line end. https://git-scm.com/docs/git-cat-file#_batch_output */
function readBlobs(ask: Ask, ids: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const output = must(ask, ['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''))
  const found = new Map<string, Uint8Array>()
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0x0a, start)
    const [id = '', type, size] = textOf(output.subarray(start, end)).split(' ')
    start = end + 1
    if (type !== 'blob') continue
    found.set(id, output.subarray(start, start + Number(size)))
    start += Number(size) + 1
  }
  return found
}

function must(ask: Ask, words: readonly string[], input?: string): Uint8Array {
  const output = ask(words, input)
  if (output) return output
  throw new UserError(`git ${words[0]} failed, so --base cannot be compared with`, { mend: 'see what git fsck says, or leave --base out' })
}
