import type { Value } from '../../model/index.ts'
import type { Configuration } from './configuration.ts'
import { templatesOf } from './resources.ts'
import { sharedRoleId } from './roles.ts'
import type { Spot } from './spot.ts'

/** Tags of a role: their values by their names. */
export type RoleTags = ReadonlyMap<string, Value>

/** The tags that the provider gives the role of the framework; the plugin and version 4 copy them to the roles of functions. */
export const providerRoleTags = (configuration: Configuration): RoleTags =>
  tagsIn(configuration, configuration.get(configuration.root, 'provider', 'iam', 'role', 'tags'))

/** A map of tags, as the framework takes them. */
export const tagsIn = (configuration: Configuration, spot: Spot | undefined): RoleTags =>
  new Map((configuration.entries(spot) ?? []).map(([{ key }, value]) => [key, configuration.value(value)]))

/**
 * The tags that the shared role ends up with: what the template says of it is put there after roles of functions were made of it (osls 4.3.1,
 * `merge-custom-provider-resources.js`); an extension takes the place of all others.
 */
export function sharedRoleTags(configuration: Configuration): RoleTags {
  const tags = new Map(providerRoleTags(configuration))
  for (const template of templatesOf(configuration)) {
    for (const part of ['Resources', 'extensions']) {
      const list = configuration.get(template, part, sharedRoleId, 'Properties', 'Tags')
      if (list && part === 'extensions') tags.clear()
      for (const [, tag] of configuration.items(list) ?? []) {
        const [key, value] = [configuration.textNow(configuration.get(tag, 'Key')), configuration.get(tag, 'Value')]
        if (key !== undefined && value) tags.set(key, configuration.value(value))
      }
    }
  }
  return tags
}
