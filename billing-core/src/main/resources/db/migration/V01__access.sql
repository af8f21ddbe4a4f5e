-- One row: the identity of this database. One database is one seller in one mode.
create table installation (
  id              tinyint        not null comment 'always 1',
  installation_id varbinary(36)  not null comment 'random, given at the first start; part of every idempotency key',
  mode            varbinary(4)   not null comment 'test or live, fixed at the first start',
  created_time    datetime(6)    not null,
  primary key (id)
) comment 'control plane';

-- One row per API key. The key itself is never stored.
create table api_keys (
  key_id         varbinary(32)  not null comment 'public part of the key, shown in lists',
  name           varchar(100)   not null,
  key_hash       binary(32)     not null comment 'SHA-256 of the whole key; 256 random bits need no slow hash',
  scopes         varbinary(64)  not null comment 'comma separated: ingest, check, admin',
  customer_id    varbinary(64)  null     comment 'bound to this customer: every other one answers as if absent',
  request_id     varbinary(64)  null     comment 'of the call that made it: the same one again makes no second key',
  created_time   datetime(6)    not null,
  revoked_time   datetime(6)    null,
  primary key (key_id),
  unique key api_keys_by_hash (key_hash) comment 'authentication of a call',
  unique key api_keys_by_request (request_id) comment 'repeated CreateApiKey'
) comment 'control plane';

-- One row per name of a job or loop that only one process may run at a time.
create table leases (
  lease_name    varbinary(64)   not null,
  owner         varbinary(64)   not null comment 'random id of the holder',
  process       varbinary(255)  not null comment 'host and process id of the holder, to see that it is dead',
  acquired_time datetime(6)     not null,
  renewed_time  datetime(6)     not null comment 'not renewed for 15 s: may be taken over',
  primary key (lease_name)
) comment 'control plane';
