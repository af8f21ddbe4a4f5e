-- One row per customer: the only table with personal data.
create table customers (
  customer_key         bigint         not null auto_increment comment 'our number for it, first in every key of the data plane',
  customer_id          varbinary(64)  not null comment 'the world''s name for it',
  name                 varchar(200)   not null,
  email                varchar(254)   not null comment 'empty = none',
  currency             char(3)        not null,
  provider             varbinary(16)  not null comment 'who collects: stripe, paystack or manual',
  provider_customer_id varbinary(255) null     comment 'the provider''s id, once it has answered',
  status               varbinary(16)  not null comment 'ACTIVE, SUSPENDED (checks denied, usage recorded), CLOSED (usage rejected)',
  created_time         datetime(6)    not null,
  updated_time         datetime(6)    not null,
  primary key (customer_key),
  unique key customers_by_id (customer_id) comment 'every call that names a customer',
  key customers_by_provider_id (provider, provider_customer_id) comment 'webhooks, which know the provider''s id only'
) comment 'control plane';

-- One row per stretch of a subscription under one plan version; stretches of a customer never overlap.
create table subscriptions (
  customer_key    bigint        not null,
  start_time      datetime(6)   not null comment 'inclusive, UTC',
  end_time        datetime(6)   null     comment 'exclusive, UTC; null = open',
  subscription_id varbinary(64) not null comment 'the caller''s id; stretches that follow a plan change share it',
  plan_version_id bigint        not null,
  currency        char(3)       not null,
  cycle           varbinary(16) not null comment 'month',
  anchor_day      tinyint       not null comment '1 = calendar months',
  zone            varbinary(64) not null comment 'UTC',
  created_time    datetime(6)   not null,
  primary key (customer_key, start_time)
) comment 'data plane';
