/** How a pool is told to whoever administers it: its settings, with Cognito's defaults filled in. */
import type { UserPoolDescriptionType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider'
import type { Pool } from '../pool.ts'

const dayMs = 24 * 60 * 60 * 1000

export function describedPool(pool: Pool, users: number): UserPoolType {
  const { settings, signInDesign } = pool
  return {
    Id: pool.id,
    Name: pool.name,
    Arn: settings.Arn,
    Policies: policiesOf(pool),
    DeletionProtection: settings.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: settings.LambdaConfig ?? {},
    CreationDate: settings.CreationDate,
    LastModifiedDate: settings.LastModifiedDate,
    SchemaAttributes: [...pool.schema.values()],
    AutoVerifiedAttributes: settings.AutoVerifiedAttributes,
    ...(signInDesign === 'alias' && { AliasAttributes: settings.AliasAttributes }),
    ...(signInDesign === 'email' && { UsernameAttributes: settings.UsernameAttributes }),
    UsernameConfiguration: { CaseSensitive: pool.isCaseSensitive },
    SmsVerificationMessage: settings.SmsVerificationMessage,
    EmailVerificationMessage: settings.EmailVerificationMessage,
    EmailVerificationSubject: settings.EmailVerificationSubject,
    VerificationMessageTemplate: {
      DefaultEmailOption: 'CONFIRM_WITH_CODE',
      ...settings.VerificationMessageTemplate,
    },
    SmsAuthenticationMessage: settings.SmsAuthenticationMessage,
    UserAttributeUpdateSettings: {
      AttributesRequireVerificationBeforeUpdate: pool.verifiesEmailBeforeUpdate ? ['email'] : [],
    },
    MfaConfiguration: pool.mfa.mode,
    EstimatedNumberOfUsers: users,
    EmailConfiguration: settings.EmailConfiguration ?? { EmailSendingAccount: 'COGNITO_DEFAULT' },
    UserPoolTags: settings.UserPoolTags ?? {},
    AdminCreateUserConfig: {
      ...settings.AdminCreateUserConfig,
      AllowAdminCreateUserOnly: !pool.isSignUpOpen,
      UnusedAccountValidityDays: pool.temporaryPasswordMs / dayMs,
    },
    AccountRecoverySetting: settings.AccountRecoverySetting,
    UserPoolTier: settings.UserPoolTier ?? 'ESSENTIALS',
  }
}

function policiesOf({ passwordPolicy, passwordHistorySize, temporaryPasswordMs, firstFactors }: Pool) {
  const { minimumLength, classes } = passwordPolicy
  return {
    PasswordPolicy: {
      MinimumLength: minimumLength,
      RequireUppercase: classes.includes('uppercase'),
      RequireLowercase: classes.includes('lowercase'),
      RequireNumbers: classes.includes('numeric'),
      RequireSymbols: classes.includes('symbol'),
      ...(passwordHistorySize > 0 && { PasswordHistorySize: passwordHistorySize }),
      TemporaryPasswordValidityDays: temporaryPasswordMs / dayMs,
    },
    SignInPolicy: { AllowedFirstAuthFactors: [...firstFactors] },
  }
}

/** As one of many. */
export const listedPool = ({ id, name, settings }: Pool): UserPoolDescriptionType => ({
  Id: id,
  Name: name,
  LambdaConfig: settings.LambdaConfig ?? {},
  CreationDate: settings.CreationDate,
  LastModifiedDate: settings.LastModifiedDate,
})
