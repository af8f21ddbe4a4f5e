-- How a meter of one's own aggregates, for ever: fixed by the plan that named it first, or as a sum by the first event.
create table meters (
  meter       varbinary(64) not null,
  aggregation varbinary(16) not null comment 'SUM, COUNT, MAX, LATEST or UNIQUE',
  plan_id     varbinary(64) null     comment 'the plan that fixed it, null = it was recorded first',
  fixed_time  datetime(6)   not null,
  primary key (meter)
) comment 'control plane';

-- What was recorded before meters could be declared is a sum.
insert into meters (meter, aggregation, plan_id, fixed_time)
select distinct meter, 'SUM', null, utc_timestamp(6)
from meter_totals;

insert into meters (meter, aggregation, plan_id, fixed_time)
select distinct cast(named.meter as binary), 'SUM', null, utc_timestamp(6)
from usage_events e
cross join json_table(json_keys(convert(e.quantities using utf8mb4)), '$[*]' columns (meter varchar(64) path '$')) named
where e.quantities is not null
  and cast(named.meter as binary) not in (select meter from meters);

-- Marks of meters whose totals are no numbers: those of one window and model decide what the meter comes to there.
create table meter_marks (
  customer_key bigint         not null,
  window_start datetime(6)    not null,
  model_id     varbinary(128) not null,
  meter        varbinary(64)  not null,
  mark         varbinary(128) not null comment 'MAX: the quantity in 13 digits, LATEST: usage_time and event_id, UNIQUE: the subject',
  quantity     bigint         not null comment 'what the meter comes to where this mark is the last, UNIQUE: 1',
  events       bigint         not null comment 'that leave this mark, 0 = all of them were voided',
  primary key (customer_key, window_start, model_id, meter, mark)
) comment 'data plane';
