-- One row per job on the schedule: up to which planned time it is settled, and how it last ran.
create table job_schedule (
  job_name          varbinary(32) not null,
  planned_time      datetime(6)   not null comment 'planned times up to this one are settled; a later one that has passed is due',
  begun_time        datetime(6)   null     comment 'the planned time whose run has begun and is not settled: it goes on first',
  attempts          int           not null comment 'failed attempts at begun_time',
  next_attempt_time datetime(6)   null     comment 'a run that failed is not tried again before',
  start_time        datetime(6)   null     comment 'of the last attempt that ended; null = none did',
  end_time          datetime(6)   null     comment 'of the last attempt that ended',
  outcome           varbinary(16) null     comment 'of the last attempt that ended: DONE, PARKED, BROKEN, FAILED or STOPPED',
  summary           varchar(500)  not null comment 'for people: its counts, or why it failed',
  primary key (job_name)
) comment 'control plane';
