/**
 * The tables, one script for each version of the database. A script that has
 * been released is never changed; the next version is a script more.
 *
 * Times are milliseconds since the epoch and end in `_ms`.
 */
export const migrations: readonly string[] = [
  `
  create table pools (
    id text primary key,
    -- What Cognito fixes when it creates a pool, as JSON.
    fixed_settings text not null
  ) strict, without rowid;

  create table signing_keys (
    pool_id text not null references pools on delete cascade,
    token_use text not null,
    kid text not null,
    private_jwk text not null,
    primary key (pool_id, token_use)
  ) strict, without rowid;

  create table users (
    sub text primary key,
    pool_id text not null references pools on delete cascade,
    username text not null,
    -- The username as the pool compares it.
    username_key text not null,
    status text not null,
    is_enabled integer not null default 1,
    password_hash blob,
    -- Name and value, as a JSON object.
    attributes text not null,
    created_at_ms integer not null,
    modified_at_ms integer not null,
    unique (pool_id, username_key)
  ) strict, without rowid;

  -- The addresses that stand for a user at sign-in.
  create table email_aliases (
    pool_id text not null references pools on delete cascade,
    email_key text not null,
    sub text not null references users on delete cascade,
    primary key (pool_id, email_key)
  ) strict, without rowid;
  create index email_aliases_by_user on email_aliases (sub);

  -- One code for each user and purpose: a new one takes the place of the old.
  create table codes (
    sub text not null references users on delete cascade,
    purpose text not null,
    code text not null,
    expires_at_ms integer not null,
    primary key (sub, purpose)
  ) strict, without rowid;

  create table sessions (
    hash blob primary key,
    sub text not null references users on delete cascade,
    client_id text not null,
    purpose text not null,
    expires_at_ms integer not null
  ) strict, without rowid;
  create index sessions_by_user on sessions (sub);
  create index sessions_by_expiry on sessions (expires_at_ms);

  create table refresh_tokens (
    hash blob primary key,
    sub text not null references users on delete cascade,
    client_id text not null,
    origin_jti text not null,
    auth_time_ms integer not null,
    expires_at_ms integer not null
  ) strict, without rowid;
  create index refresh_tokens_by_user on refresh_tokens (sub);
  create index refresh_tokens_by_expiry on refresh_tokens (expires_at_ms);

  -- The subject is a user, or a name that was tried and belongs to nobody.
  create table hourly_attempts (
    pool_id text not null references pools on delete cascade,
    subject text not null,
    operation text not null,
    started_at_ms integer not null,
    attempts integer not null,
    primary key (pool_id, subject, operation)
  ) strict, without rowid;

  create table failed_sign_ins (
    pool_id text not null references pools on delete cascade,
    subject text not null,
    failures integer not null,
    last_attempt_at_ms integer not null,
    locked_until_ms integer not null,
    primary key (pool_id, subject)
  ) strict, without rowid;

  create table messages (
    id integer primary key,
    pool_id text not null references pools on delete cascade,
    recipient text not null,
    subject text not null,
    body text not null,
    code text,
    kind text not null,
    sent_at_ms integer not null
  ) strict;
  create index messages_by_recipient on messages (recipient);
  `,
  `
  -- What CreateUserPool or UpdateUserPool was given, as JSON; null for a pool of the resource graph.
  alter table pools add column settings text;

  -- Clients made by CreateUserPoolClient.
  create table clients (
    id text primary key,
    pool_id text not null references pools on delete cascade,
    settings text not null
  ) strict, without rowid;

  -- Salt and private key x of SRP.
  alter table users add column srp blob;
  alter table users add column password_set_at_ms integer not null default 0;
  -- Which second factors are switched on and which is preferred, as JSON.
  alter table users add column mfa text not null default '{}';

  -- The passwords before the present one.
  create table former_passwords (
    sub text not null references users on delete cascade,
    replaced_at_ms integer not null,
    password_hash blob not null
  ) strict;
  create index former_passwords_by_user on former_passwords (sub);

  create table software_tokens (
    sub text primary key references users on delete cascade,
    secret text not null,
    is_verified integer not null default 0,
    name text,
    -- The time step of the newest code that was accepted.
    last_step integer not null default -1
  ) strict, without rowid;

  create table passkeys (
    pool_id text not null references pools on delete cascade,
    credential_id text not null,
    sub text not null references users on delete cascade,
    public_key blob not null,
    counter integer not null,
    transports text not null,
    attachment text,
    name text not null,
    relying_party_id text not null,
    created_at_ms integer not null,
    primary key (pool_id, credential_id)
  ) strict, without rowid;
  create index passkeys_by_user on passkeys (sub);

  -- The challenge of a passkey that is being registered; a new one takes the place of the old.
  create table passkey_registrations (
    sub text primary key references users on delete cascade,
    client_id text not null,
    challenge text not null,
    expires_at_ms integer not null
  ) strict, without rowid;

  -- The address that a code went to.
  alter table codes add column address text;

  -- Sessions live for minutes: none is worth carrying over.
  drop table sessions;
  create table sessions (
    hash blob primary key,
    client_id text not null,
    -- Null where a user who does not exist is simulated.
    sub text references users on delete cascade,
    -- As it was typed in.
    username text not null,
    step text not null,
    -- What the step has to remember, as JSON.
    state text not null,
    is_used integer not null default 0,
    expires_at_ms integer not null
  ) strict, without rowid;
  create index sessions_by_user on sessions (sub);
  create index sessions_by_expiry on sessions (expires_at_ms);

  -- A sign-in and the tokens that come of it, known to them as origin_jti.
  create table sign_ins (
    origin_jti text primary key,
    sub text not null references users on delete cascade,
    client_id text not null,
    auth_time_ms integer not null,
    -- When its last refresh token ends.
    expires_at_ms integer not null,
    revoked_at_ms integer
  ) strict, without rowid;
  create index sign_ins_by_user on sign_ins (sub);
  insert into sign_ins (origin_jti, sub, client_id, auth_time_ms, expires_at_ms)
    select origin_jti, sub, client_id, auth_time_ms, expires_at_ms from refresh_tokens;
  -- Tokens without origin_jti know only this.
  alter table users add column signed_out_at_ms integer;

  alter table refresh_tokens rename to former_refresh_tokens;
  create table refresh_tokens (
    hash blob primary key,
    origin_jti text not null references sign_ins on delete cascade,
    -- When it was exchanged for another.
    rotated_at_ms integer
  ) strict, without rowid;
  create index refresh_tokens_by_sign_in on refresh_tokens (origin_jti);
  insert into refresh_tokens (hash, origin_jti) select hash, origin_jti from former_refresh_tokens;
  drop table former_refresh_tokens;
  `,
  `
  -- To find what has had its time.
  create index sign_ins_by_expiry on sign_ins (expires_at_ms);
  create index hourly_attempts_by_start on hourly_attempts (started_at_ms);
  create index failed_sign_ins_by_last_attempt on failed_sign_ins (last_attempt_at_ms);
  `,
]
