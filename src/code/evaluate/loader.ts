import type { Location } from '../../model/index.ts'
import { directoryOf, joinPaths, type Missing } from '../modules/index.ts'
import { type FileSummary, isForEffect, loadsOf, type Spot } from '../summary/index.ts'
import { fillsEnvironment } from './environment-files.ts'
import { joinValues } from './join.ts'
import { loadLate } from './load-late.ts'
import { settle } from './meanwhile.ts'
import { placeModule } from './module-place.ts'
import { importPrefix, moduleStores, storeFor } from './names.ts'
import { CallNode } from './nodes.ts'
import type { Module, Run } from './run.ts'
import type { Activation, Scope } from './scope.ts'
import { executeHere, hoist } from './statements.ts'
import { type Abstract, anyField, foreign, nothing, optionsOf, pointer, type Thing, textOf, unknownValue } from './values.ts'
import { bounded, TooMuchWork } from './work.ts'

/** Loads modules and finds what they export; each file is parsed and its top level run once. */
export function createLoader(run: Run): Pick<Run, 'importedBinding' | 'importValue' | 'imported' | 'load' | 'exported' | 'notes'> {
  const modules = new Map<string, Module | undefined>()
  // Whoever imports data gets the same: what one changes in it another one sees.
  const data = new Map<string, Abstract>()

  const load = (file: string, mayBeLeftOut = false): Module | undefined => {
    // Half of a module is worth nothing to anyone: whoever comes to one that was given up is given up as well.
    if (modules.get(file)?.state === 'given up') throw new TooMuchWork()
    if (modules.has(file)) return modules.get(file)
    if (file.endsWith('.json')) return undefined
    if (!run.isStandIn(file)) run.graph.include([file])
    const summary = run.summary(file)
    modules.set(file, undefined)
    if (!summary) return undefined
    return bounded(() => run.heap.load(() => start(file, summary), file, mayBeLeftOut))
  }

  const start = (file: string, summary: FileSummary): Module => {
    const { heap } = run
    const node = new CallNode(file, true)
    const exports = heap.thing('record', `${file}:exports`)
    const holder = heap.thing('record', `${file}:module`)
    const activation: Activation = { self: nothing, node, returns: [], yields: [], scope: undefined as unknown as Scope, jumps: [] }
    const scope: Scope = { ...moduleStores(run, summary), activation, file }
    activation.scope = scope
    heap.fill(holder.fields, 'exports', pointer(exports))
    heap.fill(scope.names, 'module', pointer(holder))
    heap.fill(scope.names, 'exports', pointer(exports))
    placeModule(run, file, scope)
    for (const { local, name, from } of summary.imports) heap.fill(scope.names, importPrefix + local, foreign('import', [from, name]))
    const module: Module = { file, summary, scope, exports: holder, node, state: 'loading' }
    modules.set(file, module)
    if (summary.syntaxError) {
      run.find(
        {
          check: 'syntax-error',
          severity: 'error',
          confidence: 'certain',
          message: `this file cannot be parsed: ${summary.syntaxError.message}`,
          at: run.place(file, summary.syntaxError.at),
          fix: 'mend the syntax; until then what this file calls may be missing',
        },
        scope,
      )
    }
    try {
      loadInside(module)
    } finally {
      if (module.state === 'loading') module.state = 'given up'
    }
    return module
  }

  const loadInside = (module: Module): void => {
    const { file, summary, scope, node } = module
    // In a circle of imports, what is loaded first may call the functions of what waits for it.
    hoist(run, summary.body, scope)
    for (const { specifier, perhaps } of loadsOf(summary, run.unusedImports(file))) {
      const target = run.resolve(specifier, file)
      if (target.kind === 'package' && fillsEnvironment(target.name)) node.beyond.add('environment')
      if (target.kind === 'missing' && !perhaps) sayMissing(target, { file, line: 1 }, scope)
      if (target.kind !== 'file' || !(run.graph.matters(target.file) || isForEffect(summary, specifier))) continue
      const inner = load(target.file, perhaps)
      if (inner) node.children.set(inner.node, { file, line: 1 })
    }
    executeHere(run, summary.body, scope)
    run.heap.rough?.modules.push(node.again(() => run.heap.load(() => executeHere(run, summary.body, scope), file)))
    settle(run, { scope, at: { file, line: 1 } })
    module.state = 'loaded'
  }

  const sayMissing = ({ specifier, why, fix }: Missing, at: Location, scope: Scope): void =>
    run.find(
      {
        check: 'module-missing',
        severity: 'error',
        confidence: 'certain',
        message: `the module '${specifier}' that this file imports ${why}`,
        at,
        fix,
      },
      scope,
    )

  /** The names under which modules have what they export themselves: that is asked again and again, and never changes. */
  const locals = new Map<Module, Map<string, string>>()

  const isCommon = (module: Module): boolean => module.summary.exports.length === 0

  /** What CommonJS code has put on `module.exports`. */
  const commonExports = (module: Module): Abstract => run.heap.get(module.exports.fields, 'exports') ?? nothing

  const exported = (file: string, name: string, seen: ReadonlySet<string> = new Set()): Abstract | undefined => {
    if (file.endsWith('.json')) return jsonValue(file, name)
    const module = load(file)
    if (!module || seen.has(`${file}\0${name}`)) return undefined
    const local = locals.get(module)?.get(name)
    if (local !== undefined) return nameIn(module, local)
    const inner = new Set(seen).add(`${file}\0${name}`)
    if (isCommon(module)) {
      const whole = commonExports(module)
      if (name === '*' || name === '=') return whole
      const own = run.read(whole, { kind: 'literal', value: name }, module.scope, 0)
      const isMissing = optionsOf(own).every((option) => option.kind === 'literal' && option.value === undefined)
      if (name === 'default') return isMissing ? whole : own
      return isMissing ? undefined : own
    }
    if (name === '*') return namespace(module, inner)
    const assigned = module.summary.exports.find((one) => one.name === '=')
    if (assigned) {
      const whole = run.heap.get(storeFor(module.scope, assigned.local), assigned.local) ?? nothing
      return name === 'default' || name === '=' ? whole : run.read(whole, { kind: 'literal', value: name }, module.scope, 0)
    }
    if (name === '=') return namespace(module, inner)
    for (const binding of module.summary.exports) {
      if (binding.name !== name) continue
      if (binding.from !== undefined) return follow(module, binding.from, binding.local, inner)
      locals.set(module, (locals.get(module) ?? new Map<string, string>()).set(name, binding.local))
      return nameIn(module, binding.local)
    }
    if (name === 'default') {
      // CommonJS assignments beside ES exports (`module.exports = ...` in TypeScript) are what a default import gets.
      const whole = commonExports(module)
      return whole.kind === 'pointer' && whole.thing.site !== `${file}:exports` ? whole : undefined
    }
    for (const binding of module.summary.exports) {
      if (binding.name !== '*' || binding.from === undefined) continue
      // Our own modules first: `export * from 'package'` would claim every name.
      if (run.resolve(binding.from, file).kind === 'package') continue
      const found = follow(module, binding.from, name, inner)
      if (found) return found
    }
    const packages = module.summary.exports.filter(
      (one) => one.name === '*' && one.from !== undefined && run.resolve(one.from, file).kind === 'package',
    )
    if (packages.length > 0) return joinValues(packages.map((one) => follow(module, one.from ?? '', name, inner) ?? nothing))
    return run.heap.get(module.exports.fields, 'exports') ? readCommon(module, name) : undefined
  }

  const readCommon = (module: Module, name: string): Abstract | undefined => {
    const own = run.read(commonExports(module), { kind: 'literal', value: name }, module.scope, 0)
    return optionsOf(own).every((option) => option.kind === 'literal' && option.value === undefined) ? undefined : own
  }

  const nameIn = (module: Module, local: string): Abstract => {
    if (module.scope.names.map.has(importPrefix + local)) return importedBinding(local, module.scope)
    return run.heap.get(storeFor(module.scope, local), local) ?? nothing
  }

  const follow = (module: Module, from: string, name: string, seen: ReadonlySet<string>): Abstract | undefined => {
    const target = run.resolve(from, module.file)
    if (target.kind === 'package') return standIn(target.name, name, module.file) ?? foreign(target.name, name === '*' ? [] : [name])
    return target.kind === 'file' ? exported(target.file, name, seen) : undefined
  }

  const namespace = (module: Module, seen: ReadonlySet<string>): Abstract => {
    const thing: Thing = run.heap.load(() => run.heap.thing('record', `${module.file}:namespace`))
    for (const binding of module.summary.exports) {
      if (binding.name === '*') {
        const inner = binding.from === undefined ? undefined : follow(module, binding.from, '*', seen)
        if (inner) run.heap.load(() => run.copyFields(inner, thing, module.scope))
        continue
      }
      const value = binding.from === undefined ? nameIn(module, binding.local) : follow(module, binding.from, binding.local, seen)
      if (value) run.heap.load(() => run.heap.set(thing.fields, binding.name, value))
    }
    return pointer(thing)
  }

  /** What a package exports for which code of ours stands in as a whole. */
  const standIn = (packageName: string, name: string, from: string): Abstract | undefined => {
    const found = run.facts.standIns?.of(packageName)
    const module = found?.whole && load(found.file)
    if (!module) return undefined
    modules.get(from)?.node.children.set(module.node, { file: from, line: 1 })
    const value = exported(module.file, name)
    if (name !== '*' && name !== '=' && name !== 'default') return value
    const whole = value ?? exported(module.file, '*')
    // What else it may export is read like anything that a package provides.
    if (whole?.kind === 'pointer' && !whole.thing.fields.map.has(anyField))
      run.heap.load(() => run.heap.set(whole.thing.fields, anyField, foreign(packageName, [])))
    return whole
  }

  const imported = (specifier: string, name: string, from: string): Abstract => {
    const target = run.resolve(specifier, from)
    if (target.kind === 'package') return standIn(target.name, name, from) ?? foreign(target.name, name === '*' || name === '=' ? [] : [name])
    if (target.kind === 'missing') return unknownValue(`comes from the missing module '${specifier}'`)
    if (target.kind === 'data') return unknownValue(`comes from the file '${specifier}'`)
    return exported(target.file, name) ?? unknownValue(`comes from '${specifier}', which does not export '${name}'`)
  }

  const importedBinding = (name: string, scope: Scope): Abstract => {
    const waiting = scope.names.map.get(importPrefix + name)
    if (waiting?.kind !== 'foreign') return nothing
    const [specifier = '', what = ''] = waiting.path
    return imported(specifier, what, scope.file)
  }

  const importValue = (specifier: Abstract, scope: Scope, at: Spot): Abstract =>
    joinValues(
      optionsOf(specifier).map((option) => {
        const text = textOf(option)
        const files = text === undefined ? candidates(option, scope.file) : [text]
        if (text === undefined) scope.activation.node.beyond.add('names')
        if (files.length === 0) {
          run.find(
            {
              check: 'dynamic-import',
              severity: 'error',
              confidence: 'certain',
              message: 'a module is loaded by a name that is not known, so what it calls is not in the result',
              at: run.place(scope, at),
              fix: 'name the module literally, or write the permissions down with // keycard-allow',
            },
            scope,
          )
          return unknownValue('comes from a module whose name is computed')
        }
        return joinValues(
          files.map((file) => {
            const target = run.resolve(file, scope.file)
            if (!run.graph.imports(scope.file).has(file)) scope.activation.node.beyond.add('names')
            if (target.kind === 'file') {
              const module = loadLate(run.heap, () => load(target.file))
              if (module) scope.activation.node.children.set(module.node, run.place(scope, at))
            }
            if (target.kind === 'package' && fillsEnvironment(target.name)) scope.activation.node.beyond.add('environment')
            if (target.kind === 'missing') sayMissing(target, run.place(scope, at), scope)
            return imported(file, '=', scope.file)
          }),
        )
      }),
    )

  /** The files that a partly known specifier (`./handlers/${name}`) may mean. */
  const candidates = (specifier: Abstract, from: string): readonly string[] => {
    if (specifier.kind !== 'joined') return []
    const [first] = specifier.parts
    const head = first && textOf(first)
    if (!head?.startsWith('.') || !head.includes('/')) return []
    const directory = head.slice(0, head.lastIndexOf('/'))
    const start = head.slice(head.lastIndexOf('/') + 1)
    const tail = textOf(specifier.parts.at(-1) ?? nothing) ?? ''
    return run.reader
      .list(joinPaths(directoryOf(from), directory))
      .filter((name) => name.startsWith(start) && /\.[cm]?[jt]sx?$/.test(name) && !/\.(?:d|test|spec)\.[cm]?[jt]sx?$/.test(name))
      .map((name) => `${directory}/${name}`)
      .filter((name) => tail === '' || tail.includes('/') || name.endsWith(tail) || name.replace(/\.[^.]+$/, '').endsWith(tail))
  }

  const jsonValue = (file: string, name: string): Abstract | undefined => {
    const whole = data.get(file) ?? readData(file)
    data.set(file, whole)
    return name === '*' || name === 'default' || name === '='
      ? whole
      : run.read(whole, { kind: 'literal', value: name }, { names: run.heap.scope(), activation: undefined as never, file }, 0)
  }

  const readData = (file: string): Abstract => {
    const text = run.graph.take(file)
    let parsed: unknown
    try {
      parsed = JSON.parse((text ?? '').replace(/^\uFEFF/, ''))
    } catch {
      return unknownValue(`comes from ${file}, which is no valid JSON`)
    }
    return run.heap.load(() => run.fromJson(parsed, file), file)
  }

  return {
    load,
    exported: (file, name) => exported(file, name),
    imported,
    importedBinding,
    importValue,
    notes: (file, indices) => {
      const all = run.summary(file)?.annotations ?? []
      return indices.flatMap((index) => (all[index] ? [all[index]] : []))
    },
  }
}
