import { Heap } from './heap.ts'
import { joinValues } from './join.ts'
import { Rough } from './rough.ts'
import { createStore, type Store } from './store.ts'
import { type Abstract, anyField, type Thing } from './values.ts'

/** The memory of an evaluation that tells less apart: what it holds is kept by `Rough`, and nothing of that is ever taken back. */
export class RoughHeap extends Heap {
  override readonly rough = new Rough()

  override scope(outer?: Store, of?: unknown): Store {
    const { rough, loading } = this
    const make = (): Store => createStore(this.tick(), 0, true, loading, false, true)
    return of === undefined ? make() : rough.scope(`${rough.context} ${loading} ${outer?.born} ${rough.numberOf(of)}`, make)
  }

  override siteOf(site: string, which: string): string {
    return `${site}:${which}`
  }

  override thing(kind: Thing['kind'], site: string, more: Partial<Omit<Thing, 'kind' | 'site' | 'id' | 'fields'>> = {}): Thing {
    return this.rough.thing(kind, site, more, this.loading, () => {
      const id = this.tick()
      return { id, site, kind, fields: createStore(id, 0, false, this.loading, kind === 'opaque', true), many: false, ...more }
    })
  }

  override get(store: Store, key: string): Abstract | undefined {
    this.touch(store, key)
    const value = store.map.get(key)
    // What is written under a name that is not known is written there alone.
    const any = value && store.cell && !store.local && !key.startsWith('\0') ? store.map.get(anyField) : undefined
    return value && any ? joinValues([value, any]) : value
  }

  override touch(store: Store, _key?: string): void {
    this.rough.reads(store)
  }

  override set(store: Store, key: string, put: Abstract | undefined, quiet = false): void {
    if (store.cell) this.rough.put(store, key, put, false)
    else super.set(store, key, put, quiet)
  }

  override fill(store: Store, key: string, value: Abstract): void {
    this.rough.put(store, key, value, true)
  }
}
