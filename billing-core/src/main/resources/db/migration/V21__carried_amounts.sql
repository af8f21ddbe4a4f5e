-- One row per part of an invoice that its provider did not collect with it: a later invoice collects it beside its own total.
create table carried_amounts (
  customer_key    bigint        not null,
  from_invoice_id varbinary(64) not null comment 'whose total it is a part of',
  into_invoice_id varbinary(64) null     comment 'with which it is collected; null = no invoice yet',
  cause           varbinary(16) not null comment 'TOO_LATE for the provider that rates, or BELOW_MINIMUM of what it collects',
  currency        char(3)       not null,
  amount          bigint        not null comment 'minor units, above 0',
  carried_time    datetime(6)   not null,
  primary key (customer_key, from_invoice_id)
) comment 'data plane';
