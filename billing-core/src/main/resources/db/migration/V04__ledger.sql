-- The gate: one row per customer, made with the customer, the only row that is locked on purpose. It carries the
-- running period: the one of the newest usage_time so far. Figures of all other periods are in billing_periods.
create table customer_ledgers (
  customer_key        bigint          not null,
  next_seq            bigint unsigned not null comment 'seq that the next row of this customer takes',
  totals_seq          bigint unsigned not null comment 'usage_totals hold the rows up to this seq',
  period_start        datetime(6)     null     comment 'of the running period; null = no usage yet',
  period_end          datetime(6)     null,
  currency            char(3)         null,
  plan_version_id     bigint          null     comment 'of the period''s last window so far',
  version_until_time  datetime(6)     null     comment 'plan_version_id is true for times from window_start to here; past it subscriptions is read',
  window_start        datetime(6)     null     comment 'of the window of plan_version_id',
  usage_cost          decimal(38,12)  not null comment 'U of the running period, in its currency',
  usage_time_max      datetime(6)     null     comment 'newest usage_time',
  last_seq            bigint unsigned not null comment 'of the running period''s latest row',
  unpriced            int             not null comment 'pairs of (model, meter) with a quantity and no price',
  unpriced_seq        bigint unsigned not null comment 'of the latest row with unpriced usage, 0 = none',
  over_cap_cause      varbinary(16)   null     comment 'the latest cause outside the terms of a reservation',
  over_unreserved     decimal(38,12)  not null comment 'cost over the cap by usage that was not reserved',
  over_above_hold     decimal(38,12)  not null comment 'cost over the cap by usage above its hold',
  over_outside_hold   decimal(38,12)  not null comment 'cost over the cap by usage of another period or model than its hold',
  over_after_expiry   decimal(38,12)  not null comment 'cost over the cap by usage after its hold expired',
  over_plan_changed   decimal(38,12)  not null comment 'cost over the cap by a change of plan or cap',
  over_corrected      decimal(38,12)  not null comment 'cost over the cap by voids and re-rating',
  primary key (customer_key)
) comment 'data plane';

-- One row per billing period of a customer that is not the running one, or that is closed.
create table billing_periods (
  customer_key        bigint          not null,
  period_start        datetime(6)     not null comment 'the calendar''s, also when a subscription begins inside it',
  period_end          datetime(6)     not null,
  state               varbinary(8)    not null comment 'OPEN or CLOSED',
  currency            char(3)         not null,
  plan_version_id     bigint          not null comment 'of the period''s last window',
  usage_cost          decimal(38,12)  not null comment 'U of the period',
  usage_time_max      datetime(6)     null,
  last_seq            bigint unsigned not null comment 'of the period''s latest row, 0 = none',
  unpriced            int             not null,
  unpriced_seq        bigint unsigned not null,
  waived_seq          bigint unsigned not null comment 'a person waived unpriced usage up to this seq',
  over_cap_cause      varbinary(16)   null,
  over_unreserved     decimal(38,12)  not null,
  over_above_hold     decimal(38,12)  not null,
  over_outside_hold   decimal(38,12)  not null,
  over_after_expiry   decimal(38,12)  not null,
  over_plan_changed   decimal(38,12)  not null,
  over_corrected      decimal(38,12)  not null,
  closed_seq          bigint unsigned null     comment 'rows from this seq on are late',
  closed_time         datetime(6)     null,
  invoiced_seq        bigint          not null comment 'lines equal rounded amounts up to this seq; -1 = never made equal',
  primary key (customer_key, period_start),
  key billing_periods_with_news (state, customer_key, period_start) comment 'bill: open ones that are due, closed ones with last_seq beyond invoiced_seq'
) comment 'data plane';

-- One row per fact, in the order in which it was counted. Never changed, never deleted but by the archive.
create table usage_events (
  customer_key           bigint          not null,
  seq                    bigint unsigned not null comment 'from the gate, ascending, with gaps',
  event_id               varbinary(64)   not null,
  kind                   varbinary(8)    not null comment 'USAGE, VOID or RERATE',
  corrects_event_id      varbinary(64)   null,
  model_id               varbinary(128)  not null comment 'as sent; empty = no model',
  model_provider         varbinary(64)   not null comment 'empty = not told',
  subject                varbinary(128)  not null comment 'empty = not told',
  reservation_id         varbinary(64)   null,
  usage_time             datetime(6)     not null,
  recorded_time          datetime(6)     not null,
  requests               bigint          not null comment '1; -1 in a VOID, 0 in a RERATE',
  tokens_in              bigint          null comment 'all input, cached included; null = 0',
  tokens_in_cached       bigint          null comment 'part of tokens_in; null = 0',
  tokens_in_cache_write  bigint          null comment 'part of tokens_in; null = 0',
  tokens_out             bigint          null comment 'all output, reasoning included; null = 0',
  tokens_out_reasoning   bigint          null comment 'part of tokens_out; null = 0',
  compute_millis         bigint          null comment 'null = 0',
  quantities             varbinary(4000) null comment 'meters of one''s own, JSON object sorted by name; null = none',
  latency_millis         bigint          null comment 'kept, not billed',
  labels                 varbinary(4000) null comment 'JSON object sorted by key; null = none',
  cost_units             decimal(38,12)  not null comment 'U(after) - U(before), in the period''s currency',
  period_start           datetime(6)     not null,
  window_start           datetime(6)     not null,
  plan_version_id        bigint          not null,
  late                   tinyint         not null comment '1 = recorded after the close of its period',
  estimated              tinyint         not null comment '1 = the quantities are not the provider''s',
  unpriced               tinyint         not null comment '1 = some quantity had no price when recorded',
  primary key (customer_key, seq),
  unique key usage_events_by_id (customer_key, event_id) comment 'known ids before recording'
) comment 'data plane';

-- One row per customer, rating window and model: a checkpoint of usage_events, wide.
create table usage_totals (
  customer_key          bigint         not null,
  window_start          datetime(6)    not null,
  model_id              varbinary(128) not null,
  requests              bigint         not null,
  tokens_in             bigint         not null,
  tokens_in_cached      bigint         not null,
  tokens_in_cache_write bigint         not null,
  tokens_out            bigint         not null,
  tokens_out_reasoning  bigint         not null,
  compute_millis        bigint         not null,
  primary key (customer_key, window_start, model_id)
) comment 'data plane';

-- One row per customer, rating window, model and meter of one's own.
create table meter_totals (
  customer_key bigint         not null,
  window_start datetime(6)    not null,
  model_id     varbinary(128) not null,
  meter        varbinary(64)  not null,
  quantity     bigint         not null comment 'in the unit that the meter''s name says',
  primary key (customer_key, window_start, model_id, meter)
) comment 'data plane';

-- One row per crossing of an alert threshold; written in the transaction that crossed it.
create table notifications (
  customer_key bigint         not null,
  period_start datetime(6)    not null,
  limit_key    varbinary(64)  not null comment 'cap, or the id of the allowance',
  percent      int            not null,
  limit_amount decimal(38,12) not null comment 'the limit that was crossed: a raised one warns again',
  used         decimal(38,12) not null comment 'just after the crossing, in the limit''s unit',
  seq          bigint unsigned not null comment 'of the row that crossed it',
  state        varbinary(16)  not null comment 'PENDING, SENT or SUPERSEDED',
  crossed_time datetime(6)    not null,
  primary key (customer_key, period_start, limit_key, percent, limit_amount),
  key notifications_pending (state, crossed_time) comment 'notify: what is to be mailed'
) comment 'data plane';
