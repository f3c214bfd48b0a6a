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
]
