import type { Finding, FunctionReport, Report } from '../model/index.ts'
import { placeText } from '../model/index.ts'
import type { Reporter } from './reporter.ts'

/** JUnit XML: a test case for each function, failed by each difference that is certain, and one for what the service as a whole has. */
export const junit: Reporter = {
  name: 'junit',
  describe: 'JUnit XML for test reports',
  print: (report, { base = '' }) => {
    const cases = [...report.functions.map((each) => caseFor(each, report, base)), ...serviceCase(report, base)]
    const failures = cases.filter(({ failed }) => failed).length
    const suite = `<testsuite name="${escaped(report.service.name)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="keycard ${report.command}" tests="${cases.length}" failures="${failures}">\n  ${suite}\n${cases.map(({ text }) => text).join('')}  </testsuite>\n</testsuites>\n`
  },
}

/** The suites of several services in one document, and one with an error for each that could not be read. */
export function suitesTogether(texts: readonly string[], unread: readonly { readonly directory: string; readonly message: string }[]): string {
  const counted = (name: string): number =>
    texts.reduce((sum, text) => sum + Number(new RegExp(`<testsuites [^>]*${name}="(\\d+)"`).exec(text)?.[1] ?? 0), 0)
  const suites = texts.map((text) => text.slice(text.indexOf('  <testsuite '), text.indexOf('</testsuites>')))
  const errors = unread.map(
    ({ directory, message }) =>
      `  <testsuite name="${escaped(directory)}" tests="1" failures="0" errors="1" skipped="0">\n    <testcase name="the service" classname="${escaped(directory)}">\n      <error message="${escaped(message)}"/>\n    </testcase>\n  </testsuite>\n`,
  )
  const name = /<testsuites name="([^"]*)"/.exec(texts[0] ?? '')?.[1] ?? 'keycard'
  const counts = `tests="${counted('tests') + errors.length}" failures="${counted('failures')}"${errors.length > 0 ? ` errors="${errors.length}"` : ''}`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${name}" ${counts}>\n${[...suites, ...errors].join('')}</testsuites>\n`
}

interface TestCase {
  readonly text: string
  readonly failed: boolean
}

function caseFor(each: FunctionReport, report: Report, base: string): TestCase {
  return testCase(
    each.name,
    report.service.file,
    report.findings.filter((finding) => finding.function === each.name),
    base,
  )
}

/** What several functions share, or what no function can be named for. */
function serviceCase(report: Report, base: string): readonly TestCase[] {
  const named = new Set(report.functions.map(({ name }) => name))
  const findings = report.findings.filter(({ function: name }) => name === undefined || !named.has(name))
  return findings.length > 0 ? [testCase('the service', report.service.file, findings, base)] : []
}

function testCase(name: string, file: string, findings: readonly Finding[], base: string): TestCase {
  const failures = findings.filter(({ severity }) => severity !== 'note')
  const notes = findings.filter(({ severity }) => severity === 'note')
  const open = `    <testcase name="${escaped(name)}" classname="${escaped(base + file)}"`
  if (findings.length === 0) return { text: `${open}/>\n`, failed: false }
  const inside = [
    ...failures.map(
      (finding) =>
        `      <failure type="${escaped(finding.check)}" message="${escaped(finding.message)}">${escaped(wordsOf(finding, base))}</failure>\n`,
    ),
    ...(notes.length > 0 ? [`      <system-out>${escaped(notes.map((finding) => wordsOf(finding, base)).join('\n\n'))}</system-out>\n`] : []),
  ]
  return { text: `${open}>\n${inside.join('')}    </testcase>\n`, failed: failures.length > 0 }
}

function wordsOf({ message, at, fix, related = [] }: Finding, base: string): string {
  const places = related.map((one) => `${base}${placeText(one.at)} ${one.message}`)
  return [message, ...(at ? [`at ${base}${placeText(at)}`] : []), ...places, ...(fix === undefined ? [] : [`fix: ${fix}`])].join('\n')
}

// XML 1.0 has no place for control characters, not even as references.
const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
