import type { EntryPoint } from '../code/index.ts'
import { findHandler } from '../iac/index.ts'
import {
  type AnalysisState,
  type Annotation,
  type CheckName,
  type Finding,
  type LambdaFunction,
  nearestNames,
  type Permission,
  type Policy,
  type Reader,
  type Service,
  UserError,
  type Value,
} from '../model/index.ts'
import type { Surroundings } from '../permissions/index.ts'

/** A function whose permissions are wanted, and where its code starts. */
export interface Subject {
  readonly name: string
  readonly handler: string
  /** Where the code starts; left out where there is none to read, and `state` says why. */
  readonly entry?: EntryPoint
  readonly state?: AnalysisState
  readonly environment: ReadonlyMap<string, Value>
  readonly environmentSource: Surroundings['environmentSource']
  /** What a person wrote down for it in the service file. */
  readonly annotations: readonly Annotation[]
  /** What it needs beside its code once it has a role of its own. */
  readonly droppedGrants: readonly Permission[]
  readonly declared: Policy
  readonly findings: readonly Finding[]
}

/** The functions with these names, or all; in the order of the service file. */
export function chooseFunctions(service: Service, names: readonly string[] = []): readonly LambdaFunction[] {
  if (names.length === 0) return service.functions
  const known = service.functions.map(({ name }) => name)
  for (const name of names) {
    if (known.includes(name)) continue
    const [close] = nearestNames(name, known)
    throw new UserError(`${service.file} has no function ${name}`, {
      mend: close === undefined ? `it has ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', ...' : ''}` : `did you mean ${close}?`,
    })
  }
  return service.functions.filter(({ name }) => names.includes(name))
}

/** Finds the source behind a function's handler, or says why there is none to read. */
export function findSubject(reader: Reader, service: Service, declared: LambdaFunction): Subject {
  const { name, handler, environment, annotations, at } = declared
  const inherited = declared.inherits ? service.declared.statements : []
  const base: Omit<Subject, 'findings'> = {
    name,
    handler,
    environment,
    environmentSource: declared.environmentOpen ? 'partly-read' : 'declared',
    annotations,
    droppedGrants: declared.droppedGrants,
    declared: { statements: [...inherited, ...declared.declared.statements] },
  }
  const finding = (check: CheckName, severity: Finding['severity'], message: string, fix?: string): Finding => ({
    check,
    severity,
    confidence: 'certain',
    message,
    at,
    function: name,
    ...(fix === undefined ? {} : { fix }),
  })

  const runtime = handler === '' ? 'a container image' : declared.runtime
  if (runtime !== undefined && !runtime.startsWith('nodejs')) {
    return { ...base, state: 'other-runtime', findings: [finding('other-runtime', 'note', `${name} runs ${runtime}, which Keycard does not read`)] }
  }
  const found = findHandler(reader, handler)
  if ('missing' in found) {
    const missing = finding(
      'handler-missing',
      'error',
      `the handler ${handler} of ${name} was not found: ${found.missing}`,
      'correct handler: or add the file',
    )
    return { ...base, state: 'no-handler', findings: [missing] }
  }
  const { file, exportName, note } = found
  return { ...base, entry: { key: name, file, exportName }, findings: note === undefined ? [] : [finding('handler-source', 'note', note)] }
}
