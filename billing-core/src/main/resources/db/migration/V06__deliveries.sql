-- One row per write call to a provider, written before it is sent. Steps of one entity are made in their order.
create table deliveries (
  customer_key       bigint         not null,
  entity_id          varbinary(64)  not null comment 'customer, or an invoice_id: the group whose steps go in order',
  step               int            not null comment 'from 1: made after the ones before it are ACCEPTED or ABANDONED',
  request_revision   int            not null comment 'from 1: a changed request is a new one with a new key',
  kind               varbinary(32)  not null comment 'CREATE_CUSTOMER, CREATE_INVOICE, ADD_LINE, FINALIZE_INVOICE, VOID_INVOICE',
  line_number        int            null     comment 'of ADD_LINE',
  provider           varbinary(16)  not null,
  state              varbinary(16)  not null comment 'PLANNED, HELD, SENT, UNKNOWN, ACCEPTED, REJECTED, NEEDS_ATTENTION, ABANDONED',
  idempotency_key    varbinary(255) not null,
  request_hash       binary(32)     null     comment 'SHA-256 of the parameters of the first send; a retry must have the same; null = never sent under this key',
  attempts           int            not null,
  first_sent_time    datetime(6)    null     comment '24 hours after it: look up first',
  next_attempt_time  datetime(6)    not null comment 'due from then on; 9999 = when the step before it is done; while leased the lease''s end',
  lease_owner        varbinary(64)  null,
  lease_until_time   datetime(6)    null     comment 'claimed by conditional update until then',
  provider_object_id varbinary(255) null,
  provider_request_id varbinary(255) null    comment 'for the provider''s support',
  outcome            varchar(500)   not null comment 'for people: the last answer, or empty',
  created_time       datetime(6)    not null,
  updated_time       datetime(6)    not null,
  primary key (customer_key, entity_id, step, request_revision),
  key deliveries_due (state, next_attempt_time) comment 'deliver: what is to be sent or asked again'
) comment 'data plane';

-- One row per webhook event: stored, answered, then settled.
create table provider_events (
  provider          varbinary(16)  not null,
  event_id          varbinary(255) not null comment 'the provider''s, or the SHA-256 of the body where it gives none',
  type              varbinary(100) not null,
  object_id         varbinary(255) not null comment 'provider''s id of the object it is about, empty = none',
  state             varbinary(16)  not null comment 'RECEIVED, SETTLED, IGNORED or PARKED',
  body              mediumblob     not null comment 'raw bytes as signed',
  outcome           varchar(500)   not null comment 'for people',
  attempts          int            not null,
  received_time     datetime(6)    not null,
  next_attempt_time datetime(6)    not null,
  settled_time      datetime(6)    null,
  primary key (provider, event_id),
  key provider_events_due (state, next_attempt_time) comment 'settle: what was received and not yet settled'
) comment 'control plane';
