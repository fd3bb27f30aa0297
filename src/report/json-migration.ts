import { type Allowed, accessLevels, type Json, type LevelCounts, type Migration, type ProviderPart } from '../model/index.ts'

/** The plan of a migration as plain JSON; every key is always there, in the same order. */
export function migrationDocument({ dialect, plugin, functions, removed, kept, files, total }: Migration): Json {
  return {
    dialect: { from: dialect.from, to: dialect.to },
    plugin: plugin ?? null,
    functions: functions.map(({ name, outcome, why, before, after }) => ({
      name,
      outcome,
      why: why ?? null,
      before: allowedDocument(before),
      after: allowedDocument(after),
    })),
    removed: removed.map(partDocument),
    kept: kept.map(partDocument),
    files: files.map(({ file, diff }) => ({ file, diff })),
    total: { before: countsDocument(total.before), after: countsDocument(total.after) },
  }
}

const allowedDocument = ({ grants, counts, everywhere }: Allowed): Json => ({
  actions: countsDocument(counts),
  everywhere,
  grants: grants.map(({ actions, butActions, resources, butResources, conditional, managedPolicy, counts: of }) => ({
    actions,
    ...(butActions ? { butActions } : {}),
    resources,
    ...(butResources ? { butResources } : {}),
    conditional,
    managedPolicy: managedPolicy ?? null,
    counts: countsDocument(of),
  })),
})

const countsDocument = ({ levels, unknown, total }: LevelCounts): Json => ({
  total,
  levels: Object.fromEntries(accessLevels.map((level) => [level, levels[level] ?? 0])),
  unknown,
})

const partDocument = ({ actions, butActions, resources, butResources, managedPolicy, why, at }: ProviderPart): Json => ({
  actions,
  ...(butActions ? { butActions } : {}),
  resources,
  ...(butResources ? { butResources } : {}),
  managedPolicy: managedPolicy ?? null,
  why,
  file: at?.file ?? null,
  line: at?.line ?? null,
})
