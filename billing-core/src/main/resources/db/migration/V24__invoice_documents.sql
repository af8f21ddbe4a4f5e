-- One row per legal entity that sells: what customers read of it on their invoices.
create table legal_entities (
  entity_id    varbinary(64) not null comment 'the operator''s name for it',
  is_default   tinyint       not null comment '1 = of customers that name none',
  details      mediumtext    not null comment 'JSON: name, address, country, tax ids, bank details, footer, forms of numbers',
  updated_time datetime(6)   not null,
  primary key (entity_id)
) comment 'control plane';

-- One row per form of invoice numbers and year: which number was given last. No row is ever taken back.
create table invoice_numbers (
  number_form varbinary(64) not null comment 'such as INV-{year}-{number}: of one legal entity, invoices or credit notes',
  number_year int           not null comment 'UTC, of the finalized_time',
  last_number bigint        not null comment 'from 1, without gaps: raised in the transaction that finalizes',
  primary key (number_form, number_year)
) comment 'control plane';

alter table customers
  add column buyer mediumtext null comment 'JSON: legal name, address, country, tax ids, locale, purchase order note, legal entity; null = none given';

alter table invoices
  add key invoices_by_number (invoice_number) comment 'look-up by the number that customers know';

-- One row per invoice that was finalized since numbers are given: what stood on it beside its lines, never changed again.
create table finalized_invoices (
  customer_key bigint        not null,
  invoice_id   varbinary(64) not null,
  parties      mediumtext    not null comment 'JSON: seller, buyer, customer and the invoice that is credited, as they were then',
  digest       binary(32)    not null comment 'SHA-256 of invoice, lines and parties: verify computes it again',
  primary key (customer_key, invoice_id)
) comment 'data plane';
