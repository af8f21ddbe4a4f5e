-- When an invoice is to be paid, and where. All of it is as its provider said last.
alter table invoices
  add column due_time           datetime(6)  null comment 'unpaid from here on it is overdue; null = not known, or nothing is asked for',
  add column charge_failed_time datetime(6)  null comment 'when a charge failed for the first time, as far as we heard; null = none did',
  add column pay_url            varchar(500) null comment 'page of the provider where the customer pays it';

-- One row per unpaid invoice whose customer may have to be reminded. Gone when it is paid, given up or void.
create table due_looks (
  customer_key bigint        not null,
  invoice_id   varbinary(64) not null,
  look_time    datetime(6)   not null comment 'looked at from then on',
  primary key (customer_key, invoice_id),
  key due_looks_by_time (look_time) comment 'notify: which are to be looked at'
) comment 'data plane';

-- What a check and a reservation must know of unpaid invoices. Plans say what follows, so nothing here ages.
alter table customer_ledgers
  add column unpaid_due_time    datetime(6)   null comment 'due_time of the unpaid invoice that is due first; null = none',
  add column unpaid_invoice_id  varbinary(64) null comment 'of that invoice',
  add column unpaid_pay_url     varchar(500)  null comment 'of that invoice',
  add column allowed_until_time datetime(6)   null comment 'until then nothing is denied for unpaid invoices: a person said so';

-- One row per time that a person let a customer go on in spite of unpaid invoices. The latest holds.
create table payment_extensions (
  customer_key bigint       not null,
  given_time   datetime(6)  not null,
  until_time   datetime(6)  not null,
  note         varchar(300) not null comment 'for people: why',
  primary key (customer_key, given_time)
) comment 'data plane';

alter table notifications
  modify column limit_key    varbinary(64)  not null comment 'cap, the id of the allowance, or of a reminder: due, a space and the invoice_id',
  modify column percent      int            not null comment 'of a reminder the days since due_time; -1 = a charge failed',
  modify column limit_amount decimal(38,12) not null comment 'the limit that was crossed: a raised one warns again; of a reminder the invoice''s total',
  modify column used         decimal(38,12) not null comment 'just after the crossing, in the limit''s unit; of a reminder what is owed';
