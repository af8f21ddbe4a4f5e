-- What a provider that rates usage by itself is told, and what it says that it has counted.

-- One row per customer and plan version whose usage the provider rates.
create table rated_subscriptions (
  customer_key       bigint      not null,
  plan_version_id    bigint      not null,
  first_period_start datetime(6) not null comment 'of the month that the provider invoices first',
  primary key (customer_key, plan_version_id)
) comment 'data plane';

-- One row per customer: which of its events are in usage_hours.
create table usage_hour_marks (
  customer_key bigint          not null,
  seen_seq     bigint unsigned not null comment 'rows up to this seq are counted',
  primary key (customer_key)
) comment 'data plane';

-- One row per customer, plan version and hour: a total of usage_events without late rows, written by a job.
create table usage_hours (
  customer_key      bigint      not null,
  plan_version_id   bigint      not null,
  hour_start        datetime(6) not null comment 'a whole hour in UTC',
  quantity          bigint      not null comment 'of the meters of the plan''s charge',
  reported_quantity bigint      null     comment 'of the latest report; null = never reported, or to be reported again',
  revision          int         not null comment 'of the latest report, 0 = none',
  primary key (customer_key, plan_version_id, hour_start)
) comment 'data plane';

-- One row per report of an hour's total: what its delivery says for good.
create table usage_reports (
  customer_key    bigint         not null,
  entity_id       varbinary(64)  not null comment 'of the delivery, as is the step',
  step            int            not null,
  plan_version_id bigint         not null,
  hour_start      datetime(6)    not null,
  revision        int            not null comment 'from 1 within the hour: the provider counts the latest alone',
  quantity        bigint         not null comment 'the hour''s total',
  identifier      varbinary(100) not null comment 'the provider''s name for the report, ours to choose',
  rejected_code   varbinary(100) null     comment 'the provider took it and did not count it, for this reason',
  primary key (customer_key, entity_id, step),
  key usage_reports_by_identifier (identifier) comment 'error reports, which know nothing else'
) comment 'data plane';

-- One row per customer, plan version and period: the latest comparison with what the provider has counted.
create table usage_checks (
  customer_key      bigint         not null,
  plan_version_id   bigint         not null,
  period_start      datetime(6)    not null,
  quantity          bigint         not null comment 'ours',
  provider_quantity decimal(38,12) not null,
  differing_hours   int            not null comment '0 = equal, hour by hour',
  attempts          int            not null comment 'comparisons in a row that found a difference',
  checked_time      datetime(6)    not null,
  primary key (customer_key, plan_version_id, period_start)
) comment 'data plane';
