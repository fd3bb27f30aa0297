import type { DeclaredResource, LambdaFunction, TrailStep, Value, ValueTrail } from '../../model/index.ts'

/** What is around the values of a function's calls. */
export interface Around {
  readonly declared: LambdaFunction
  readonly resources: ReadonlyMap<string, DeclaredResource>
}

/** Goes on from what the code says of a member of a call's input to the service file: variables, references and declared resources. */
export function trailOf(member: string, value: Value | undefined, fromCode: readonly TrailStep[], around: Around): ValueTrail {
  const steps: TrailStep[] = [...fromCode]
  const told = new Set<string>()
  const tell = (key: string, step: TrailStep): void => {
    if (told.has(key)) return
    told.add(key)
    steps.push(step)
  }
  const walk = (each: Value, depth: number): void => {
    if (depth > 12) return
    switch (each.kind) {
      case 'environment':
        environmentStep(each.name, around, tell)
        walkAll([around.declared.environment.get(each.name), each.fallback], depth)
        return
      case 'made':
        walkAll([each.from, each.fallback], depth)
        return
      case 'join':
        walkAll(each.parts, depth)
        return
      case 'oneOf':
        walkAll(each.options, depth)
        return
      case 'list':
        walkAll([...each.items, each.rest], depth)
        return
      case 'resource':
        resourceStep(each, around, tell)
        return
      case 'unknown':
        tell(`unknown ${each.why}`, { what: each.why, ...(each.at ? { at: each.at } : {}) })
        return
      case 'text':
        // A text that the code has been followed to is told there.
        if (fromCode.length === 0 && depth === 0) tell(`text ${each.text}`, { what: 'a text of the code', value: each })
        return
      default:
    }
  }
  const walkAll = (values: readonly (Value | undefined)[], depth: number): void => {
    for (const each of values) if (each) walk(each, depth + 1)
  }
  if (value) walk(value, 0)
  return { member, steps }
}

/** Whether a value can be written as the service file writes it. */
const isWritten = (value: Value): boolean =>
  value.kind === 'join' ? value.parts.every(isWritten) : ['text', 'constant', 'variable', 'resource', 'intrinsic'].includes(value.kind)

type Tell = (key: string, step: TrailStep) => void

function environmentStep(name: string, { declared }: Around, tell: Tell): void {
  const value = declared.environment.get(name)
  const at = declared.environmentAt?.get(name)
  if (value)
    tell(`environment ${name}`, {
      what: `${name} in the environment of ${declared.name}`,
      ...(isWritten(value) ? { value } : {}),
      ...(at ? { at } : {}),
    })
  else tell(`environment ${name}`, { what: `${name}, which no environment declares` })
}

function resourceStep({ id }: Value & { kind: 'resource' }, { resources }: Around, tell: Tell): void {
  const resource = resources.get(id)
  if (resource) tell(`resource ${id}`, { what: `${id}, a declared ${resource.type}`, at: resource.at })
}
