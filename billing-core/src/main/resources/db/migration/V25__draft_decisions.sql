-- One row per decision of a person about a draft, where drafts wait for approval. The latest of an invoice holds.
create table draft_decisions (
  customer_key    bigint        not null,
  invoice_id      varbinary(64) not null,
  decision_number int           not null comment 'from 1',
  decision        varbinary(16) not null comment 'APPROVED or WITHDRAWN',
  decided_by      varchar(100)  not null,
  note            varchar(300)  not null comment 'for people: why; empty = none',
  decided_time    datetime(6)   not null,
  primary key (customer_key, invoice_id, decision_number)
) comment 'data plane';

alter table invoices
  add key invoices_by_period (period_start, customer_key, invoice_id) comment 'month: its sums and its lines for accounting, page by page';
