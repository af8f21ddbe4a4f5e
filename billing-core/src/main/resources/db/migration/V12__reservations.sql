-- What the gate knows of its customer's living reservations: most groups read nothing more.
alter table customer_ledgers
  add column holds             int         not null default 0 comment 'reservations in state HELD',
  add column holds_expiry_time datetime(6) null comment 'none of them expires before it; null = there are none';

-- One row per reservation that was granted. Its hold is the most that asked may come to; a denied one has no row.
create table reservations (
  customer_key        bigint          not null,
  reservation_id      varbinary(64)   not null comment 'the caller''s',
  state               varbinary(16)   not null comment 'HELD, then COMMITTED, RELEASED or EXPIRED',
  model_id            varbinary(128)  not null comment 'empty = no model',
  asked               varbinary(4000) not null comment 'the most of each meter as asked, JSON object sorted by name, in the units that the names say',
  ttl_micros          bigint          not null comment 'as asked',
  first_period_start  datetime(6)     not null comment 'of the period it was granted in',
  first_version_id    bigint          not null comment 'plan version whose cap it was judged by there',
  second_period_start datetime(6)     null     comment 'of the period it reaches into; null = none',
  second_version_id   bigint          null     comment 'plan version whose cap it was judged by there',
  created_time        datetime(6)     not null,
  expiry_time         datetime(6)     not null comment 'from here on it holds nothing',
  ended_time          datetime(6)     null     comment 'when it was committed, released or found to be expired; null = HELD',
  primary key (customer_key, reservation_id),
  key reservations_by_expiry (customer_key, state, expiry_time) comment 'recording and reserving: what is overdue'
) comment 'data plane';

-- One row per customer, billing period and model: the sum of what its living reservations hold there.
create table held_totals (
  customer_key bigint         not null,
  period_start datetime(6)    not null,
  model_id     varbinary(128) not null,
  most         mediumblob     null comment 'the most of each meter, JSON object sorted by name, in the units that the names say; null = nothing is held',
  primary key (customer_key, period_start, model_id)
) comment 'data plane';
