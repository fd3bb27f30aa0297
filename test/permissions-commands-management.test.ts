import { describe, expect, it } from 'vitest'
import { type SdkCall, unknown } from '../src/model/index.ts'
import { call, lines, titleOf } from './permissions-scene.ts'

const event = unknown('comes from the event')
const glue = (rest: string): string => `arn:aws:glue:HERE:${rest}`

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'glue',
    [
      [call('glue', 'BatchGetJobs', { JobNames: ['load'] }), [`glue:BatchGetJobs ${glue('job/load')}`, `glue:GetJob ${glue('job/load')}`]],
      [
        call('glue', 'UpdateColumnStatisticsForTable', { DatabaseName: 'd', TableName: 't' }),
        [`glue:UpdateTable ${glue('catalog')}`, `glue:UpdateTable ${glue('database/d')}`, `glue:UpdateTable ${glue('table/d/t')}`],
      ],
      [
        call('glue', 'DeleteDatabase', { Name: 'd' }),
        [
          `glue:DeleteDatabase ${glue('catalog')}`,
          `glue:DeleteDatabase ${glue('database/d')}`,
          `glue:DeleteDatabase ${glue('table/d/*')}`,
          `glue:DeleteDatabase ${glue('userDefinedFunction/d/*')}`,
        ],
      ],
      [
        call('glue', 'GetTable', { DatabaseName: event, Name: 'orders' }),
        [`glue:GetTable ${glue('catalog')}`, `glue:GetTable ${glue('database/*')}`, `glue:GetTable ${glue('table/*/orders')}`],
      ],
      [
        call('glue', 'CreateTable', {
          DatabaseName: 'd',
          TableInput: { Name: 'v', ViewDefinition: { Definer: 'arn:aws:iam::1:role/r', Representations: [{ ValidationConnection: 'c' }] } },
        }),
        [
          `glue:CreateTable ${glue('catalog')}`,
          `glue:CreateTable ${glue('database/d')}`,
          `glue:CreateTable ${glue('table/d/v')}`,
          `glue:PassConnection ${glue('connection/c')}`,
          'iam:PassRole arn:aws:iam::1:role/r',
        ],
      ],
      [
        call('glue', 'CreateIntegration', {
          IntegrationName: 'i',
          SourceArn: 'arn:aws:dynamodb:r:1:table/t',
          TargetArn: 'arn:aws:glue:r:1:catalog/c',
        }),
        [
          `glue:CreateIntegration ${glue('integration:*')}`,
          'glue:CreateIntegration arn:aws:dynamodb:r:1:table/t',
          'glue:CreateIntegration arn:aws:glue:r:1:catalog/c',
        ],
      ],
    ],
  ],
  [
    'scaling',
    [
      [
        call('application-auto-scaling', 'DeleteScalingPolicy', { ResourceId: 'service/a/b' }),
        ['application-autoscaling:DeleteScalingPolicy arn:aws:application-autoscaling:HERE:scalable-target/*'],
      ],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([sdkCall, expected]) => [titleOf(sdkCall), sdkCall, expected] as const))('%s', (_title, sdkCall, expected) => {
    expect(lines([sdkCall])).toEqual([...expected].sort())
  })
})
