-- One row per plan name.
create table plans (
  plan_id        varbinary(64) not null,
  latest_version int           not null comment 'highest published version',
  created_time   datetime(6)   not null,
  primary key (plan_id)
) comment 'control plane';

-- One row per published version of a plan; never changed after it is written.
create table plan_versions (
  plan_version_id bigint        not null auto_increment,
  plan_id         varbinary(64) not null,
  version         int           not null comment 'from 1',
  name            varchar(200)  not null comment 'for people',
  currency        char(3)       not null,
  definition      mediumtext    not null comment 'the plan as it was applied, YAML',
  definition_hash binary(32)    not null comment 'SHA-256 of the definition',
  published_time  datetime(6)   not null,
  primary key (plan_version_id),
  unique key plan_versions_by_version (plan_id, version) comment 'look-up by name and version'
) comment 'control plane';
