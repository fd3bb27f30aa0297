import { join, resource, text, type Value } from '../../../model/index.ts'
import { type Grant, type GrantFacts, settingAt } from './grant.ts'

/** The layer of CloudWatch Lambda Insights, for either processor: it writes to a log group of its own. */
const insightsLayer = ':layer:LambdaInsightsExtension'

/**
 * What layers of AWS do by themselves. People attach a managed policy for it to the role that functions share, which a role of its own
 * does not have: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-insights.html
 */
export function layerGrants({ configuration, spot }: GrantFacts): readonly Grant[] {
  const list = configuration.get(spot, 'layers') ? spot : configuration.get(configuration.root, 'provider')
  const layers = list && settingAt(configuration, list, 'layers')
  const found = layers && (configuration.items(layers.spot) ?? []).find(([, item]) => wordsOf(configuration.value(item)).includes(insightsLayer))
  if (!layers || !found) return []
  const [, item] = found
  return [
    {
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      resource: join([
        text('arn:'),
        resource('AWS::Partition'),
        text(':logs:'),
        resource('AWS::Region'),
        text(':'),
        resource('AWS::AccountId'),
        text(':log-group:/aws/lambda-insights:*'),
      ]),
      at: configuration.placeOf(item.node),
    },
  ]
}

/** What of a value is text now. */
function wordsOf(value: Value): string {
  if (value.kind === 'text') return value.text
  if (value.kind === 'variable') return value.now ? wordsOf(value.now) : ''
  return value.kind === 'join' ? value.parts.map(wordsOf).join('') : ''
}
