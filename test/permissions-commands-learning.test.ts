import { describe, expect, it } from 'vitest'
import { type SdkCall, unknown } from '../src/model/index.ts'
import { call, lines, titleOf } from './permissions-scene.ts'

const event = unknown('comes from the event')

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'language',
    [
      [call('comprehend', 'DetectEntities', { Text: event }), ['comprehend:DetectEntities *']],
      [
        call('comprehend', 'DetectEntities', { Text: event, EndpointArn: 'arn:aws:comprehend:eu-west-1:1:entity-recognizer-endpoint/e' }),
        ['comprehend:DetectEntities arn:aws:comprehend:eu-west-1:1:entity-recognizer-endpoint/e'],
      ],
      [
        call('comprehend', 'DetectEntities', { Text: event, EndpointArn: event }),
        ['comprehend:DetectEntities *', 'comprehend:DetectEntities arn:aws:comprehend:*:*:entity-recognizer-endpoint/*'],
      ],
      [call('translate', 'TranslateText', { Text: event }), ['translate:TranslateText *']],
      [
        call('translate', 'TranslateText', { Text: event, TerminologyNames: ['brands'] }),
        ['translate:TranslateText arn:aws:translate:HERE:terminology/brands'],
      ],
      [call('translate', 'TranslateDocument', { Document: event }), ['translate:TranslateDocument *']],
      [call('polly', 'SynthesizeSpeech', { Text: event }), ['polly:SynthesizeSpeech *']],
      [call('polly', 'SynthesizeSpeech', { Text: event, LexiconNames: ['names'] }), ['polly:SynthesizeSpeech arn:aws:polly:HERE:lexicon/names']],
    ],
  ],
  [
    'speech',
    [
      [
        call('transcribe', 'CreateVocabulary', { VocabularyName: 'v', VocabularyFileUri: 's3://words/list.txt' }),
        ['s3:GetObject arn:aws:s3:::words/list.txt', 'transcribe:CreateVocabulary *'],
      ],
      [
        call('transcribe', 'CreateVocabulary', {
          VocabularyName: 'v',
          VocabularyFileUri: 's3://words/list.txt',
          DataAccessRoleArn: 'arn:aws:iam::1:role/r',
        }),
        ['iam:PassRole arn:aws:iam::1:role/r', 'transcribe:CreateVocabulary *'],
      ],
    ],
  ],
  [
    'images',
    [
      [call('rekognition', 'DetectModerationLabels', { Image: { Bytes: event } }), ['rekognition:DetectModerationLabels *']],
      [
        call('rekognition', 'DetectModerationLabels', { Image: { Bytes: event }, ProjectVersion: 'arn:aws:rekognition:r:1:project/p/version/v/1' }),
        ['rekognition:DetectModerationLabels arn:aws:rekognition:r:1:project/p/version/v/1'],
      ],
      [
        call('rekognition', 'CreateStreamProcessor', {
          Name: 'door',
          Settings: { FaceSearch: { CollectionId: 'staff' } },
          RoleArn: 'arn:aws:iam::1:role/r',
        }),
        ['iam:PassRole arn:aws:iam::1:role/r', 'rekognition:CreateStreamProcessor arn:aws:rekognition:HERE:collection/staff'],
      ],
      [
        call('rekognition', 'CreateDataset', {
          ProjectArn: 'arn:aws:rekognition:r:1:project/p/1',
          DatasetSource: { DatasetArn: 'arn:aws:rekognition:r:1:project/q/dataset/train/1' },
        }),
        [
          'rekognition:CreateDataset arn:aws:rekognition:r:1:project/p/1',
          'rekognition:ListDatasetEntries arn:aws:rekognition:r:1:project/q/dataset/train/1',
        ],
      ],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([sdkCall, expected]) => [titleOf(sdkCall), sdkCall, expected] as const))('%s', (_title, sdkCall, expected) => {
    expect(lines([sdkCall])).toEqual([...expected].sort())
  })
})
