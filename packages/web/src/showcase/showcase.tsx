/** The components in their states, on one page. In development only: no build leads here. */
import { passwordRules } from '@latchkey/core/rules/new-password'
import { type ReactNode, useState } from 'react'
import { AuthenticatorSecret } from '../components/authenticator-secret.tsx'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { CodeField } from '../components/code-field.tsx'
import { Confirmation } from '../components/confirmation.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { FormMessage } from '../components/form-message.tsx'
import { CheckIcon, InfoIcon } from '../components/icons.tsx'
import { LanguageSelect } from '../components/language-select.tsx'
import { Mark } from '../components/mark.tsx'
import { Navigation } from '../components/navigation.tsx'
import { NewPasswordField } from '../components/new-password-field.tsx'
import { Notice } from '../components/notice.tsx'
import { Actions } from '../components/panel.tsx'
import { PasswordField } from '../components/password-field.tsx'
import { Resend } from '../components/resend.tsx'
import { Setting, Settings, SettingsGroup } from '../components/setting.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { SubmitButton } from '../components/submit-button.tsx'
import { Toast } from '../components/toast.tsx'

export function Showcase() {
  return (
    <main className="showcase">
      <header className="showcase-head">
        <h1>Components</h1>
        <LanguageSelect />
      </header>
      <Part title="Colours">
        {colours.map(name => (
          <State key={name} name={name}>
            <span className="swatch" data-colour={name} />
          </State>
        ))}
      </Part>
      <Part title="Type">
        <State name="Title, heading, body, quiet">
          <h1>You are in</h1>
          <h2>Is it still you?</h2>
          <p>
            A name stands <strong>out</strong>, and a <a href="#top">way on</a> is underlined.
          </p>
          <p className="lead">What is said under a title.</p>
        </State>
        <State name="Mark, avatar">
          <Mark />
          <Avatar name="ada" />
          <Avatar name={undefined} />
        </State>
      </Part>
      <Part title="Buttons">
        <State name="Main: at rest, waiting, for good">
          <SubmitButton isWaiting={false}>Sign in</SubmitButton>
          <SubmitButton isWaiting>Sign in</SubmitButton>
          <SubmitButton isWaiting={false} tone="danger">
            Delete for good
          </SubmitButton>
        </State>
        <State name="Quiet: at rest, idle, waiting, for good">
          <Button>Change</Button>
          <Button isIdle>Change</Button>
          <Button isWaiting>Change</Button>
          <Button tone="danger">Delete</Button>
        </State>
        <State name="Main, with no form to send">
          <Button tone="main">Load again</Button>
        </State>
        <State name="Side by side">
          <Actions>
            <SubmitButton isWaiting={false}>Continue</SubmitButton>
            <Button>Cancel</Button>
          </Actions>
        </State>
        <State name="Once more">
          <Resend fromMs={0} isWaiting={false} news="It can take a minute." onResend={() => {}} />
          <Resend fromMs={Date.now() + 3_600_000} isWaiting={false} news="" onResend={() => {}} />
        </State>
      </Part>
      <Part title="Fields">
        <State name="Empty, with a hint">
          <Field name="a" label="Username" hint="Your public name. It cannot be changed later." />
        </State>
        <State name="Filled">
          <Field name="b" label="Username" defaultValue="ada" />
        </State>
        <State name="Refused">
          <Field name="c" label="Username" defaultValue="a" error="Use at least 3 characters." />
        </State>
        <State name="Password">
          <PasswordField
            name="d"
            label="Password"
            autoComplete="current-password"
            aside={<a href="#top">Forgot?</a>}
          />
        </State>
        <State name="New password">
          <NewPasswordField name="e" label="Password" rules={passwordRules} />
        </State>
        <State name="New password, refused">
          <NewPasswordField name="f" label="Password" rules={passwordRules} error="This one is too weak." />
        </State>
        <State name="Code">
          <CodeField name="g" label="6-digit code" length={6} onComplete={() => {}} />
        </State>
        <State name="Code, refused">
          <CodeField
            name="h"
            label="6-digit code"
            length={6}
            error="That code is not the right one."
            onComplete={() => {}}
          />
        </State>
      </Part>
      <Part title="Messages">
        <State name="Refused">
          <FormMessage message="We cannot be reached just now. Check your connection, then try again." />
        </State>
        <State name="Done">
          <Notice tone="calm" icon={<CheckIcon />}>
            Your new password is set.
          </Notice>
        </State>
        <State name="For information">
          <Notice tone="calm" icon={<InfoIcon />}>
            Your session has ended, to keep your account safe.
          </Notice>
        </State>
        <State name="On its way">
          <p>
            <Skeleton of="A text about as long as this." />
          </p>
        </State>
      </Part>
      <Part title="Surfaces">
        <State name="Card">
          <Card
            head={
              <>
                <h2>Sign in</h2>
                <p className="lead">What it is for.</p>
              </>
            }
            footer={<p>New here?</p>}
          >
            <Field name="i" label="Username" />
          </Card>
        </State>
        <State name="Question in place">
          <Confirmation
            label="Remove it"
            action="Remove it"
            refrain="Keep it"
            isWaiting={false}
            error={null}
            onConfirm={() => {}}
            onRefrain={() => {}}
          >
            Without it, your password alone is enough to sign in.
          </Confirmation>
        </State>
        <State name="Dialog">
          <DialogState />
        </State>
        <State name="Toast">
          <ToastState />
        </State>
        <State name="Navigation">
          <Navigation
            label="Pages"
            pages={[
              { path: window.location.pathname, title: 'Secret' },
              { path: '/account', title: 'Account' },
            ]}
          />
        </State>
      </Part>
      <Part title="Settings">
        <Settings>
          <SettingsGroup title="Profile" lead="Who you are here.">
            <Setting title="Email" summary={<p className="value">ada@example.com</p>} />
          </SettingsGroup>
        </Settings>
        <AuthenticatorSecret secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" account="ada" />
      </Part>
    </main>
  )
}

const colours = ['paper', 'surface', 'ink', 'accent', 'lamp', 'danger'] as const

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="showcase-part">
    <h2>{title}</h2>
    <div className="showcase-states">{children}</div>
  </section>
)

const State = ({ name, children }: { name: string; children: ReactNode }) => (
  <figure className="showcase-state">
    <figcaption>{name}</figcaption>
    {children}
  </figure>
)

function DialogState() {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Open</Button>
      {isOpen && (
        <Dialog title="Is it still you?" lead={<p>Sign in again.</p>} onCancel={() => setIsOpen(false)}>
          <Actions>
            <Button onClick={() => setIsOpen(false)}>Close</Button>
          </Actions>
        </Dialog>
      )}
    </>
  )
}

function ToastState() {
  const [isOpen, setIsOpen] = useState(false)
  const message = {
    icon: <InfoIcon />,
    text: 'There is a newer version of this page.',
    action: { words: 'Load it', onAct: () => setIsOpen(false) },
  }
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Show</Button>
      <Toast message={isOpen ? message : undefined} closeLabel="Close" onClose={() => setIsOpen(false)} />
    </>
  )
}
