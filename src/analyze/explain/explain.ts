import type { AnalyzeOptions, Explanation, Reader } from '../../model/index.ts'
import { deriveService } from '../derive-service.ts'
import { compareFindings } from '../findings.ts'
import { chooseFunctions } from '../subject.ts'
import { choosePermissions, explainFunction } from './index.ts'

/** What a run that explains may be told. */
export interface ExplainOptions extends Omit<AnalyzeOptions, 'write' | 'functions' | 'dialect'> {
  /** The function to explain; all of them, in short, when left out. */
  readonly function?: string
  /** An action of it, or a pattern of actions. */
  readonly action?: string
}

/** Says for each function how the code comes to what it needs, and what of its modules it does not come to. */
export async function explain(reader: Reader, options: ExplainOptions = {}): Promise<Explanation> {
  const { function: name, action, ...rest } = options
  // What other functions come to is a part of the explanation.
  const { read, map, functions, chosen, results } = await deriveService(reader, rest)
  const { service } = read
  const wanted = chooseFunctions(service, name === undefined ? [] : [name])
  options.progress?.('reading back')
  const { openTrails } = await import('../../code/index.ts')
  const all = functions.flatMap((derived, index) => {
    const declared = chosen[index]
    return declared ? [{ ...derived, declared, result: results.get(declared.name) }] : []
  })
  const around = { map, resources: service.resources, trails: openTrails(reader, service.layers), all }
  const asked = all.filter(({ declared }) => wanted.some((one) => one.name === declared.name))
  const reports = asked.map(({ report }) => report)
  const permissions = choosePermissions(reports, action)
  const explained = asked.filter((_, index) => name !== undefined || action === undefined || (permissions[index]?.length ?? 0) > 0)
  return {
    service: { name: service.name, file: service.file },
    asked: { ...(name === undefined ? {} : { function: name }), ...(action === undefined ? {} : { action }) },
    functions: explained.map((subject) => explainFunction(subject, permissions[asked.indexOf(subject)] ?? [], around)),
    findings: explained.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error')).sort(compareFindings),
  }
}
