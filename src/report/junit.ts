import type { Finding, FunctionReport, Report } from '../model/index.ts'
import { placeText } from '../model/index.ts'
import type { Reporter } from './reporter.ts'

/** JUnit XML: a test case for each function, failed by each difference that is certain, and one for what the service as a whole has. */
export const junit: Reporter = {
  name: 'junit',
  describe: 'JUnit XML for test reports',
  print: (report) => {
    const cases = [...report.functions.map((each) => caseFor(each, report)), ...serviceCase(report)]
    const failures = cases.filter(({ failed }) => failed).length
    const suite = `<testsuite name="${escaped(report.service.name)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="keycard ${report.command}" tests="${cases.length}" failures="${failures}">\n  ${suite}\n${cases.map(({ text }) => text).join('')}  </testsuite>\n</testsuites>\n`
  },
}

interface TestCase {
  readonly text: string
  readonly failed: boolean
}

function caseFor(each: FunctionReport, report: Report): TestCase {
  return testCase(
    each.name,
    report.service.file,
    report.findings.filter((finding) => finding.function === each.name),
  )
}

/** What several functions share, or what no function can be named for. */
function serviceCase(report: Report): readonly TestCase[] {
  const named = new Set(report.functions.map(({ name }) => name))
  const findings = report.findings.filter(({ function: name }) => name === undefined || !named.has(name))
  return findings.length > 0 ? [testCase('the service', report.service.file, findings)] : []
}

function testCase(name: string, file: string, findings: readonly Finding[]): TestCase {
  const failures = findings.filter(({ severity }) => severity !== 'note')
  const notes = findings.filter(({ severity }) => severity === 'note')
  const open = `    <testcase name="${escaped(name)}" classname="${escaped(file)}"`
  if (findings.length === 0) return { text: `${open}/>\n`, failed: false }
  const inside = [
    ...failures.map(
      (finding) => `      <failure type="${escaped(finding.check)}" message="${escaped(finding.message)}">${escaped(wordsOf(finding))}</failure>\n`,
    ),
    ...(notes.length > 0 ? [`      <system-out>${escaped(notes.map(wordsOf).join('\n\n'))}</system-out>\n`] : []),
  ]
  return { text: `${open}>\n${inside.join('')}    </testcase>\n`, failed: failures.length > 0 }
}

function wordsOf({ message, at, fix, related = [] }: Finding): string {
  const places = related.map((one) => `${placeText(one.at)} ${one.message}`)
  return [message, ...(at ? [`at ${placeText(at)}`] : []), ...places, ...(fix === undefined ? [] : [`fix: ${fix}`])].join('\n')
}

// XML 1.0 has no place for control characters, not even as references.
const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
