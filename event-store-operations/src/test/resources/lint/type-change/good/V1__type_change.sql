alter table events add column tenant_number bigint;
