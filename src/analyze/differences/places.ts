import { comparePlaces, type Finding, placeText } from '../../model/index.ts'
import type { Need } from './side.ts'

/** Where the code, or a line of the service file, asks for what is needed. */
export function placesOf(needs: readonly Need[]): NonNullable<Finding['related']> {
  const places = new Map<string, NonNullable<Finding['related']>[number]>()
  for (const { permission } of needs) {
    const { because, at, basis } = permission
    const place = because?.at ?? at
    if (!place) continue
    const message = because ? `${because.client} ${because.command} is called here` : `asked for here (${basis})`
    places.set(`${placeText(place)} ${message}`, { at: place, message })
  }
  return [...places.values()].sort((a, b) => comparePlaces(a.at, b.at))
}
