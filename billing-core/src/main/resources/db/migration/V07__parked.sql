-- One row per thing that waits for a person, with its reason, figures and the command that mends it.
create table parked (
  customer_key bigint         not null comment '0 = no customer is known',
  parked_id    varbinary(128) not null comment 'derived from what is parked: the same thing parks once',
  kind         varbinary(16)  not null comment 'PERIOD, DELIVERY, EVENT or PAYMENT',
  reason       varbinary(64)  not null comment 'UPPER_SNAKE',
  detail       varchar(1000)  not null comment 'for people, with the figures',
  mend         varchar(300)   not null comment 'the command that mends it',
  state        varbinary(16)  not null comment 'OPEN, WAIVED or RESOLVED',
  through_seq  bigint unsigned not null comment 'rows up to this one are meant',
  parked_time  datetime(6)    not null,
  ended_time   datetime(6)    null,
  primary key (customer_key, parked_id),
  key parked_by_state (state, parked_time) comment 'parked list'
) comment 'data plane';
