-- Which events a VOID row took away: what a second void is refused by. Written with that row, under the customer's gate.
create table voided_events (
  customer_key bigint          not null,
  event_id     varbinary(64)   not null comment 'of the event that is voided',
  void_seq     bigint unsigned not null comment 'seq of the VOID row in usage_events',
  primary key (customer_key, event_id) comment 'whether an event is voided'
) comment 'data plane';
