-- What a token of a model costs us, from a day on. What a provider does not name is null: it is not known, never zero.
create table model_costs (
  model_id          varbinary(128) not null comment 'as events name it',
  from_day          date           not null comment 'UTC; holds until the next row of the model',
  model_provider    varbinary(64)  not null comment 'empty = not told',
  input_cost        decimal(30,18) null     comment 'USD a token, as all costs here',
  cached_cost       decimal(30,18) null     comment 'null = as input',
  cache_write_cost  decimal(30,18) null     comment 'null = as input',
  output_cost       decimal(30,18) null,
  reasoning_cost    decimal(30,18) null     comment 'null = as output',
  imported_time     datetime(6)    not null,
  primary key (model_id, from_day)
) comment 'control plane';

-- What was earned and spent with a customer, model and day: worked out from the events by batch margins, again at any time.
create table daily_margins (
  customer_key    bigint         not null,
  day             date           not null comment 'of usage_time, UTC',
  model_id        varbinary(128) not null comment 'as sent; empty = no model',
  currency        char(3)        not null comment 'of revenue',
  events          bigint         not null comment 'that were used, those voided again taken off',
  tokens_in       bigint         not null,
  tokens_out      bigint         not null,
  revenue         decimal(38,12) not null comment 'sum of cost_units of the events',
  model_cost      decimal(38,12) not null comment 'USD, of the tokens with a known cost',
  unknown_tokens  bigint         not null comment 'tokens whose cost is not known',
  primary key (customer_key, day, model_id)
) comment 'data plane';
