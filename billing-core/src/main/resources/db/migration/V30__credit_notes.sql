-- One row per adjustment invoice below zero that is a credit note at its provider, on the invoice that it corrects.
create table credit_notes (
  customer_key     bigint         not null,
  invoice_id       varbinary(64)  not null comment 'the adjustment invoice that the note is',
  original_id      varbinary(64)  not null comment 'the invoice that the note is of',
  state            varbinary(16)  not null comment 'PLANNED: to be sent, or sent without an answer; ISSUED; VOID there',
  currency         char(3)        not null,
  lowered_amount   bigint         not null comment 'minor units, taken off what the original still owed',
  balance_amount   bigint         not null comment 'minor units of what was paid already: credit for later invoices',
  provider_note_id varbinary(255) null     comment 'the provider''s; null = not known to be there',
  changed_time     datetime(6)    not null,
  primary key (customer_key, invoice_id),
  key credit_notes_by_original (customer_key, original_id) comment 'settling the original: what our notes took off it'
) comment 'data plane';

alter table invoices
  add column amount_credited bigint not null default 0 comment 'minor units that credit notes of ours took off what is owed';
