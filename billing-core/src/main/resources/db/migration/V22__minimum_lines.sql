-- One line of an invoice may be what is missing to the minimum of a usage charge.
alter table invoice_lines
  modify kind varbinary(16) not null comment 'USAGE, MINIMUM, FLAT or CARRY',
  modify rating_key varbinary(128) null comment 'model or group; empty = pooled; of a MINIMUM line what no model is called';
