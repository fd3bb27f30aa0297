import { resolve } from 'node:path'
import { type Finding, type Reader, type Report, UserError } from '../model/index.ts'
import type { Past } from '../reader/index.ts'
import { type Host, type Option, type Request, single } from './command.ts'
import { readMergeBase } from './git.ts'

/** Names what a change is compared with. */
export const baseOption: Option = {
  name: 'base',
  value: 'ref',
  describe: 'report only what was not there at the merge base of this ref and HEAD',
}

/** What is needed to look at a service twice: as it is, and as it was. */
export interface Twice {
  readonly reader: Reader
  /** Opens the same service as it was. */
  readonly open: (past: Past) => Reader
  /** Makes the report of a service; `whole` where all functions are wanted, whichever were asked for. */
  readonly compare: (reader: Reader, whole: boolean) => Promise<Report>
}

/** The report of a service without the findings that it had at the merge base; the whole report where no base was asked for. */
export async function reportSince(request: Request, host: Host, { reader, open, compare }: Twice): Promise<Report> {
  const ref = single(request, baseOption.name)
  if (ref === undefined) return compare(reader, false)
  if (request.options.get('fix') !== undefined)
    throw new UserError('--base and --fix do not go together: what is written would mend what was there before as well', {
      mend: 'leave one of them out',
    })
  if (!host.git) throw new UserError('--base cannot ask git here', { mend: 'leave --base out' })
  host.progress(`asking git for ${ref}`)
  const { commit, past } = readMergeBase(host.git, resolve(reader.directory, reader.workspace), ref)
  const [{ stillHolds, traceReader }, { broughtSince }] = await Promise.all([import('../reader/index.ts'), import('../analyze.ts')])
  const traced = traceReader(reader)
  const now = await compare(traced.reader, false)
  const then = open(past)
  host.progress(`comparing with ${ref}`)
  // Where nothing changed that was looked at, there is nothing to find out.
  const before = stillHolds(then, traced.trace()) ? { report: now } : await lookBack(then, now, ref, compare)
  const { findings, known } = broughtSince(now, before.report)
  return { ...now, findings: [...(before.note ? [before.note] : []), ...findings], base: { ref, commit, known } }
}

async function lookBack(
  then: Reader,
  now: Report,
  ref: string,
  compare: Twice['compare'],
): Promise<{ readonly report?: Report; readonly note?: Finding }> {
  // A service that was not there yet is new as a whole.
  if (then.kind(now.service.file) !== 'file') return {}
  try {
    return { report: await compare(then, true) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return {
      note: {
        check: 'base-not-analysed',
        severity: 'note',
        confidence: 'certain',
        message: `everything is reported, since the service as it was at the merge base with ${ref} could not be analysed: ${error.message}`,
      },
    }
  }
}
