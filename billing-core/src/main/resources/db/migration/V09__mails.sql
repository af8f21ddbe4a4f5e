-- What telling a customer needs beside the crossing itself. The defaults serve servers that run while others are updated.
alter table notifications
  modify state varbinary(16) not null comment 'PENDING, SENDING, SENT, SUPERSEDED, REFUSED or NO_ADDRESS',
  add attempts          int            not null default 0 comment 'mails handed to the mail server, or tried to',
  add next_attempt_time datetime(6)    not null default '2000-01-01 00:00:00' comment 'due from then on; while SENDING under a lease the lease''s end',
  add lease_owner       varbinary(64)  null     comment 'random for each attempt; only its holder records the outcome',
  add message_id        varbinary(255) null     comment 'Message-ID, given before the first attempt and kept: receivers know a repeated mail by it',
  add sent_time         datetime(6)    null     comment 'when the mail server took the mail over',
  add outcome           varchar(500)   not null default '' comment 'for people: the last answer, without the address',
  drop key notifications_pending,
  add key notifications_due (state, next_attempt_time) comment 'notify: what is to be mailed';

alter table parked
  modify kind varbinary(16) not null comment 'PERIOD, DELIVERY, EVENT, PAYMENT or NOTIFICATION';
