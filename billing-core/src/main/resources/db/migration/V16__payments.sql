-- One row per object of a provider by which money of an invoice came, was set off, or went back.
create table payments (
  customer_key   bigint         not null,
  invoice_id     varbinary(64)  not null,
  kind           varbinary(16)  not null comment 'PAYMENT, OUT_OF_BAND, CREDIT, CARRIED, CREDIT_NOTE, REFUND or DISPUTE',
  object_id      varbinary(255) not null comment 'the provider''s id of what moved the money, or a bank''s reference',
  provider       varbinary(16)  not null,
  state          varbinary(16)  not null comment 'DONE; of what goes back also PENDING and REVERSED',
  currency       char(3)        not null,
  amount         bigint         not null comment 'minor units, all that the object moved so far; below zero = went back, or is of an earlier invoice',
  moved_time     datetime(6)    not null comment 'when it moved; where the provider names no time, when we heard of it',
  recorded_time  datetime(6)    not null comment 'when this row last changed',
  primary key (customer_key, invoice_id, kind, object_id),
  key payments_by_object (provider, object_id) comment 'refunds and disputes, which name a payment only'
) comment 'data plane';
