import { readdirSync, readFileSync } from 'node:fs'

/** One operation of a sample, held against what AWS says of it. */
export interface CheckedOperation {
  readonly client: string
  readonly command: string
  /** Where AWS says it. */
  readonly page: string
  /**
   * `page`: the page was opened. `client`: the text of the API's page, as the client's package brings it, names the permission. `data`: the snapshot of the
   * reference that the build reads, and the members of the input. Where it is left out, the page was opened.
   */
  readonly against?: 'page' | 'client' | 'data'
  /** What the call needs, of which the page is to say the same. */
  readonly expected: readonly string[]
  /** `right`, `wrong: why`, or why it could not be judged. */
  readonly verdict: string
  readonly mended: boolean
}

/** The samples in `checked/`, by the name of their file. */
export function readChecked(): ReadonlyMap<string, readonly CheckedOperation[]> {
  const files = readdirSync('checked').filter((name) => name.endsWith('.json'))
  return new Map(files.sort().map((file) => [file, JSON.parse(readFileSync(`checked/${file}`, 'utf8')) as CheckedOperation[]]))
}

/** What the samples showed, a row each, for README.md. */
export function checkedTable(samples: ReadonlyMap<string, readonly CheckedOperation[]>): string {
  return [
    '| sample | operations | right | wrong before | mended | not to be judged | page opened | text of the API in the client | snapshot of the reference |',
    '|---|---|---|---|---|---|---|---|---|',
    ...[...samples].map(([file, sample]) => {
      const count = (is: (operation: CheckedOperation) => boolean): number => sample.filter(is).length
      const wrong = count(({ verdict }) => verdict.startsWith('wrong'))
      const right = count(({ verdict }) => verdict.startsWith('right'))
      const cells = [
        `\`checked/${file}\``,
        sample.length,
        right,
        `${wrong} (${((100 * wrong) / sample.length).toFixed(1)} %)`,
        count(({ mended }) => mended),
        sample.length - right - wrong,
        count(({ against = 'page' }) => against === 'page'),
        count(({ against }) => against === 'client'),
        count(({ against }) => against === 'data'),
      ]
      return `| ${cells.join(' | ')} |`
    }),
  ].join('\n')
}
