import { joinValues } from './join.ts'
import type { Run } from './run.ts'
import type { Scope } from './scope.ts'
import { type Abstract, anyField, foreign, literal, nothing, optionsOf, pointer, unknownValue } from './values.ts'

/** What a module gives the tool that deploys it. */
export interface Deployed {
  readonly value: Abstract
  /** The sites (`file:spot`) of the functions that were called to get it. */
  readonly called: readonly string[]
}

/** Stands for what the deployment tool hands into a configuration's function. */
export const frameworkPackage = '\0framework'

/**
 * What a module exports, or what it exports under a name. Functions are called with what the framework hands in:
 * https://www.serverless.com/framework/docs/guides/variables/javascript
 */
export function exportAtDeployment(run: Run, file: string, name: string | undefined): Deployed {
  const module = run.load(file)
  if (!module) return { value: unknownValue('comes from a module that is not there'), called: [] }
  const called: string[] = []
  const settle = (value: Abstract): Abstract => callFunctions(run, value, file, module.scope, called)
  const all = run.exported(file, '=') ?? nothing
  const whole = settle(optionsOf(all).some(isFunction) ? all : (run.exported(file, 'default') ?? all))
  if (name === undefined) return { value: whole, called }
  const own = run.read(whole, literal(name), module.scope, 0)
  const missing = optionsOf(own).every((option) => option.kind === 'literal' && option.value === undefined)
  return { value: settle(missing ? (run.exported(file, name) ?? own) : own), called }
}

const isFunction = (value: Abstract): boolean => value.kind === 'pointer' && value.thing.closure !== undefined

function callFunctions(run: Run, value: Abstract, file: string, scope: Scope, called: string[]): Abstract {
  return joinValues(
    optionsOf(value).map((option) => {
      if (option.kind !== 'pointer' || !option.thing.closure) return option
      const { closure } = option.thing
      called.push(`${closure.scope.file}:${closure.code.at}`)
      return run.call(option, nothing, { arguments: { items: [handedIn(run)] }, at: run.place(file, closure.code.at), scope })
    }),
  )
}

function handedIn(run: Run): Abstract {
  const thing = run.heap.thing('record', 'framework')
  run.heap.set(thing.fields, 'resolveVariable', foreign(frameworkPackage, ['resolveVariable']))
  run.heap.set(thing.fields, anyField, unknownValue('is handed in by the framework'))
  return pointer(thing)
}
