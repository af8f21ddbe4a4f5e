-- Spring Batch 6's job repository, as its own schema-mysql.sql has it: names, types and keys are the framework's.
-- Flyway owns these tables, so that a start never has to ask whether they are there. Control plane.

-- One row per job and set of identifying parameters: a run by its name.
create table BATCH_JOB_INSTANCE (
  JOB_INSTANCE_ID bigint       not null,
  VERSION         bigint       null,
  JOB_NAME        varchar(100) not null,
  JOB_KEY         varchar(32)  not null comment 'hash of the identifying parameters',
  primary key (JOB_INSTANCE_ID),
  constraint JOB_INST_UN unique (JOB_NAME, JOB_KEY)
) comment 'control plane';

-- One row per attempt at a run; a resumed one has several.
create table BATCH_JOB_EXECUTION (
  JOB_EXECUTION_ID bigint        not null,
  VERSION          bigint        null,
  JOB_INSTANCE_ID  bigint        not null,
  CREATE_TIME      datetime(6)   not null,
  START_TIME       datetime(6)   null,
  END_TIME         datetime(6)   null,
  STATUS           varchar(10)   null,
  EXIT_CODE        varchar(2500) null,
  EXIT_MESSAGE     varchar(2500) null,
  LAST_UPDATED     datetime(6)   null,
  primary key (JOB_EXECUTION_ID),
  constraint JOB_INST_EXEC_FK foreign key (JOB_INSTANCE_ID) references BATCH_JOB_INSTANCE (JOB_INSTANCE_ID)
) comment 'control plane';

-- One row per parameter of an attempt.
create table BATCH_JOB_EXECUTION_PARAMS (
  JOB_EXECUTION_ID bigint        not null,
  PARAMETER_NAME   varchar(100)  not null,
  PARAMETER_TYPE   varchar(100)  not null,
  PARAMETER_VALUE  varchar(2500) null,
  IDENTIFYING      char(1)       not null,
  constraint JOB_EXEC_PARAMS_FK foreign key (JOB_EXECUTION_ID) references BATCH_JOB_EXECUTION (JOB_EXECUTION_ID)
) comment 'control plane';

-- One row per step of an attempt; VERSION fences a writer that was thought dead.
create table BATCH_STEP_EXECUTION (
  STEP_EXECUTION_ID  bigint        not null,
  VERSION            bigint        not null,
  STEP_NAME          varchar(100)  not null,
  JOB_EXECUTION_ID   bigint        not null,
  CREATE_TIME        datetime(6)   not null,
  START_TIME         datetime(6)   null,
  END_TIME           datetime(6)   null,
  STATUS             varchar(10)   null,
  COMMIT_COUNT       bigint        null,
  READ_COUNT         bigint        null,
  FILTER_COUNT       bigint        null,
  WRITE_COUNT        bigint        null,
  READ_SKIP_COUNT    bigint        null,
  WRITE_SKIP_COUNT   bigint        null,
  PROCESS_SKIP_COUNT bigint        null,
  ROLLBACK_COUNT     bigint        null,
  EXIT_CODE          varchar(2500) null,
  EXIT_MESSAGE       varchar(2500) null,
  LAST_UPDATED       datetime(6)   null,
  primary key (STEP_EXECUTION_ID),
  constraint JOB_EXEC_STEP_FK foreign key (JOB_EXECUTION_ID) references BATCH_JOB_EXECUTION (JOB_EXECUTION_ID)
) comment 'control plane';

-- One row per step of an attempt: where a reader stands, written with its chunk.
create table BATCH_STEP_EXECUTION_CONTEXT (
  STEP_EXECUTION_ID  bigint        not null,
  SHORT_CONTEXT      varchar(2500) not null,
  SERIALIZED_CONTEXT mediumtext    null,
  primary key (STEP_EXECUTION_ID),
  constraint STEP_EXEC_CTX_FK foreign key (STEP_EXECUTION_ID) references BATCH_STEP_EXECUTION (STEP_EXECUTION_ID)
) comment 'control plane';

-- One row per attempt: what its steps tell each other.
create table BATCH_JOB_EXECUTION_CONTEXT (
  JOB_EXECUTION_ID   bigint        not null,
  SHORT_CONTEXT      varchar(2500) not null,
  SERIALIZED_CONTEXT mediumtext    null,
  primary key (JOB_EXECUTION_ID),
  constraint JOB_EXEC_CTX_FK foreign key (JOB_EXECUTION_ID) references BATCH_JOB_EXECUTION (JOB_EXECUTION_ID)
) comment 'control plane';

-- One row each: the last number given.
create table BATCH_STEP_EXECUTION_SEQ (
  ID         bigint  not null,
  UNIQUE_KEY char(1) not null,
  constraint UNIQUE_KEY_UN unique (UNIQUE_KEY)
) comment 'control plane';

create table BATCH_JOB_EXECUTION_SEQ (
  ID         bigint  not null,
  UNIQUE_KEY char(1) not null,
  constraint UNIQUE_KEY_UN unique (UNIQUE_KEY)
) comment 'control plane';

create table BATCH_JOB_INSTANCE_SEQ (
  ID         bigint  not null,
  UNIQUE_KEY char(1) not null,
  constraint UNIQUE_KEY_UN unique (UNIQUE_KEY)
) comment 'control plane';

insert into BATCH_STEP_EXECUTION_SEQ (ID, UNIQUE_KEY) values (0, '0');
insert into BATCH_JOB_EXECUTION_SEQ (ID, UNIQUE_KEY) values (0, '0');
insert into BATCH_JOB_INSTANCE_SEQ (ID, UNIQUE_KEY) values (0, '0');
