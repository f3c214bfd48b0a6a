/**
 * The attributes that every pool has, as DescribeUserPool tells them.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider'

export type DescribedAttribute = SchemaAttributeType & { Name: string }

const plain = { DeveloperOnlyAttribute: false, Mutable: true, Required: false }

const text = (Name: string, MinLength = '0', MaxLength = '2048'): DescribedAttribute => ({
  Name,
  AttributeDataType: 'String',
  ...plain,
  StringAttributeConstraints: { MinLength, MaxLength },
})

const flag = (Name: string): DescribedAttribute => ({ Name, AttributeDataType: 'Boolean', ...plain })

export const standardAttributes: readonly DescribedAttribute[] = [
  { ...text('sub', '1'), Mutable: false, Required: true },
  text('name'),
  text('given_name'),
  text('family_name'),
  text('middle_name'),
  text('nickname'),
  text('preferred_username'),
  text('profile'),
  text('picture'),
  text('website'),
  text('email'),
  flag('email_verified'),
  text('gender'),
  text('birthdate', '10', '10'),
  text('zoneinfo'),
  text('locale'),
  text('phone_number'),
  flag('phone_number_verified'),
  text('address'),
  {
    Name: 'updated_at',
    AttributeDataType: 'Number',
    ...plain,
    NumberAttributeConstraints: { MinValue: '0' },
  },
]
