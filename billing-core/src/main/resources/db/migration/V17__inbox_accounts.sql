-- A webhook is known within the account that it is of: two accounts may name their events alike.
alter table provider_events
  add column account varbinary(64) not null default 'own' comment 'which account at the provider, as in idempotency keys' after provider,
  drop primary key,
  add primary key (provider, account, event_id);

-- One row per account at a provider: how far its events were listed, for what no webhook told.
create table catch_ups (
  provider          varbinary(16) not null,
  account           varbinary(64) not null,
  listed_until_time datetime(6)   not null comment 'whatever happened there before is in provider_events',
  primary key (provider, account)
) comment 'control plane';
