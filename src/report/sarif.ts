import type { Log, Location as Place, ReportingDescriptor, Result } from 'sarif'
import { checks, type Finding, type Location, type Report, type Severity } from '../model/index.ts'
import { helpByCheck, type RuleHelp } from './help/index.ts'
import type { Reporter } from './reporter.ts'
import { rules } from './rules.ts'
import { distinct } from './words.ts'

/** SARIF 2.1.0 for code scanning: the result stands in the service file, the calls that are the reason are related locations. */
export const sarif: Reporter = {
  name: 'sarif',
  describe: 'SARIF 2.1.0 for code scanning',
  print: (report, { base = '' }) => `${JSON.stringify(logOf(report, base), null, 2)}\n`,
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

function logOf(report: Report, base: string): Log {
  const named = distinct([...rules.map(({ check }) => check), ...report.findings.map(({ check }) => check).sort()])
  const index = new Map(named.map((check, at) => [check, at]))
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Keycard', rules: named.map(descriptorOf) } },
        columnKind: 'utf16CodeUnits',
        results: report.findings.map((finding) => resultOf(finding, index.get(finding.check) ?? 0, report.service.file, base)),
      },
    ],
  }
}

/** One run out of several, with what was in the way: code scanning takes one run of each tool. */
export function logsTogether(logs: readonly Log[], failures: readonly string[]): Log {
  const runs = logs.flatMap((log) => log.runs)
  const described = new Map(runs.flatMap(({ tool }) => tool.driver.rules ?? []).map((rule) => [rule.id, rule]))
  const order = [...described.keys()]
  const invocation = {
    executionSuccessful: false,
    toolExecutionNotifications: failures.map((text) => ({ level: 'error' as const, message: { text } })),
  }
  const results = runs.flatMap((run) => run.results ?? []).map((result) => ({ ...result, ruleIndex: order.indexOf(result.ruleId ?? '') }))
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Keycard', rules: [...described.values()] } },
        columnKind: 'utf16CodeUnits',
        results,
        ...(failures.length > 0 ? { invocations: [invocation] } : {}),
      },
    ],
  }
}

function descriptorOf(check: string): ReportingDescriptor {
  const help = helpByCheck.get(check)
  const title = checks.find(({ name }) => name === check)?.title ?? check
  return help ? described(check, title, help) : { id: check }
}

function described(check: string, title: string, { describe, why, language, before, after }: RuleHelp): ReportingDescriptor {
  const example = (text: string): string => `\`\`\`${language}\n${text}\n\`\`\``
  const markdown = `${describe} ${why}\n\nBefore:\n\n${example(before)}\n\nAfter:\n\n${example(after)}\n`
  return {
    id: check,
    shortDescription: { text: title },
    fullDescription: { text: `${describe} ${why}` },
    help: { text: `${describe} ${why}\n\nBefore:\n\n${before}\n\nAfter:\n\n${after}\n`, markdown },
  }
}

const levels: { readonly [severity in Severity]: 'error' | 'warning' | 'note' } = { error: 'error', warning: 'warning', note: 'note' }

function resultOf(finding: Finding, ruleIndex: number, serviceFile: string, base: string): Result {
  const { check, severity, message, fix, at, function: name, related = [] } = finding
  return {
    ruleId: check,
    ruleIndex,
    level: levels[severity],
    message: { text: [name === undefined ? message : `${name}: ${message}`, ...(fix === undefined ? [] : [`Fix: ${fix}`])].join('. ') },
    locations: [placeOf(at ?? { file: serviceFile, line: 1 }, base)],
    ...(related.length > 0 ? { relatedLocations: related.map((one, id) => ({ id, ...placeOf(one.at, base), message: { text: one.message } })) } : {}),
    // The same finding is the same from run to run, wherever its line has moved to.
    partialFingerprints: { 'keycard/v1': [check, name ?? (finding.functions ?? []).join(' '), message.replace(/:\d+/g, '')].join(' | ') },
  }
}

function placeOf({ file, line, column }: Location, base: string): Place {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(base + file) },
      region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
    },
  }
}
