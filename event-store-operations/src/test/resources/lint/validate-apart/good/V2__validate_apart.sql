alter table events validate constraint tenant_is_named;
