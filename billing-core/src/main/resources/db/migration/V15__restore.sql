-- What tells that a database was restored from a backup, and what keeps deliveries back until the providers were asked.
alter table installation
  add delivery_mark bigint      not null default 0 comment 'raised before calls are made; a file in TALLYGATE_HOME with a higher one says that this database is an older one',
  add marked_time   datetime(6) null     comment 'when it was raised last: of later calls this database knows nothing';

-- One row per provider that is told nothing for now.
create table delivery_holds (
  provider   varbinary(16) not null,
  cause      varbinary(16) not null comment 'RESTORED: released by reconcile --adopt; OPERATOR: by deliveries release',
  since_time datetime(6)   not null comment 'of RESTORED: from then on the provider may have objects that this database forgot',
  held_time  datetime(6)   not null,
  note       varchar(500)  not null comment 'for people: why',
  primary key (provider)
) comment 'control plane';

-- One row per object of ours that a provider had after a restore and that nothing here stood for: the row that is planned
-- for it later looks it up first.
create table found_objects (
  provider     varbinary(16)  not null,
  entity       varbinary(96)  not null comment 'an invoice_id, or customer: and a customer_id',
  object_id    varbinary(255) not null comment 'the provider''s',
  customer_object_id varbinary(255) not null comment 'the provider''s id of an invoice''s customer; empty = it is a customer',
  created_time datetime(6)    not null comment 'the provider''s',
  found_time   datetime(6)    not null,
  primary key (provider, entity, object_id),
  key found_objects_by_customer (provider, customer_object_id) comment 'plan: an invoice that was made for the customer under another id'
) comment 'control plane';
