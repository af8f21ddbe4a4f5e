-- A version of a plan is a row in each currency that the plan lists, in their order; all share number and definition.
alter table plan_versions
  drop key plan_versions_by_version,
  add unique key plan_versions_by_version (plan_id, version, currency) comment 'look-up by name, version and currency';
