/** What `triggers.json` holds. */
export interface TriggerFacts {
  /** By the kind of event, as the service file names it. */
  readonly events: ReadonlyMap<string, TriggerFact>
  /** Resources by which a template lets something else invoke a function, and the property that names the function. */
  readonly resources: ReadonlyMap<string, string>
}

/** What it says of one kind of event in a service file. */
export interface TriggerFact {
  /** The setting that stands alone where the event is no map: `- s3: uploads` names the bucket. */
  readonly plain: string
  /** What its events hold of what the service file says; nothing where they hold nothing of it. */
  readonly records: readonly RecordFact[]
  /** The page of AWS that shows such an event. */
  readonly source: string
}

/** One thing in the events of a trigger that its settings name. */
export interface RecordFact {
  /** The part of the event that only triggers which name it send: `Records[].s3`. */
  readonly shape: string
  /** Where in that part it stands; empty for the part itself. */
  readonly path: string
  /** The settings that say it, the first that is there. */
  readonly is?: readonly string[]
  /** The ARN that stands in the event, where the setting may be a name: `${Name}` in it. */
  readonly arn?: string
  /** The text that stands in the event, with the setting in it: `${Name}`. */
  readonly text?: string
  /** The setting that holds rules for how it begins (`prefix`) and ends (`suffix`). */
  readonly rules?: string
  /** It is URL-encoded in the event, but not in the setting. */
  readonly encoded?: true
  /** The setting that is a pattern, of the same shape as the event, which every event has passed. */
  readonly pattern?: string
}

/** The paths in events, as code reads them, of which a trigger's setting says what stands there. */
export const eventTexts = ({ events }: TriggerFacts): ReadonlySet<string> =>
  new Set([...events.values()].flatMap(({ records }) => records.flatMap((fact) => (fact.pattern === undefined ? [pathOf(fact)] : []))))

/** `event.Records[].s3.bucket.name` */
export const pathOf = ({ shape, path }: Pick<RecordFact, 'shape' | 'path'>): string => `event.${shape}${path === '' ? '' : `.${path}`}`
