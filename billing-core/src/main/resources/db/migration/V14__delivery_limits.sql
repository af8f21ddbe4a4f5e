-- What several processes and operators must see of calls to providers.
alter table deliveries
  add endpoint varbinary(255) null comment 'of the first send under this key, which goes nowhere else; null = never sent';

-- One row per account at a provider and reason why its calls wait: what slows one process slows all.
create table provider_pauses (
  provider     varbinary(16)  not null,
  account      varbinary(64)  not null,
  scope        varbinary(32)  not null comment 'ACCOUNT, OUTAGE or a kind of call such as ADD_LINE',
  strikes      int            not null comment 'limits, or lost calls of different entities, in a row: the wait grows with them',
  until_time   datetime(6)    not null comment 'no call of the scope is made before',
  entity_id    varbinary(64)  not null comment 'whose call counted last',
  reason       varchar(500)   not null comment 'for people: the last answer',
  updated_time datetime(6)    not null,
  primary key (provider, account, scope)
) comment 'control plane';

-- One row per account and day: how much it was asked and told.
create table provider_calls (
  provider    varbinary(16) not null,
  account     varbinary(64) not null,
  day         date          not null comment 'UTC',
  read_count  bigint        not null comment 'GETs, which Stripe allots by the month',
  write_count bigint        not null,
  primary key (provider, account, day)
) comment 'control plane';

-- One row per attempt at a delivery, written when it is claimed.
create table delivery_attempts (
  customer_key     bigint         not null,
  entity_id        varbinary(64)  not null,
  step             int            not null,
  request_revision int            not null,
  attempt          int            not null comment 'from 1, counted on over revisions',
  begun_time       datetime(6)    not null,
  ended_time       datetime(6)    null     comment 'null = on its way, or its process died',
  result           varbinary(32)  null     comment 'ACCEPTED, REJECTED, NEEDS_ATTENTION, LIMITED, KEY_REFUSED, UNKNOWN, FAILURE_REPLAYED or ABANDONED',
  detail           varchar(500)   not null comment 'for people: the answer with the provider''s request id',
  primary key (customer_key, entity_id, step, request_revision, attempt)
) comment 'data plane';

-- One row per remark of an operator about a step of an entity.
create table delivery_notes (
  customer_key bigint        not null,
  entity_id    varbinary(64) not null,
  step         int           not null,
  note_number  int           not null comment 'from 1',
  noted_time   datetime(6)   not null,
  operator     varchar(100)  not null comment 'as the operator says; empty = not said',
  note         varchar(1000) not null,
  primary key (customer_key, entity_id, step, note_number)
) comment 'data plane';
