-- Recording in one trip: next_seq as the writer last saw it. Where it is not that any more, the update puts -1 into the
-- unsigned next_seq and fails, so that nothing is ever written by a server whose memory of the customer is stale.
alter table customer_ledgers
  add column seen_seq bigint unsigned not null default 0 comment 'next_seq as the latest writer saw it before';
