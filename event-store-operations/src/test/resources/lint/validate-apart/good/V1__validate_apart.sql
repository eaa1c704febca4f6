alter table events add constraint tenant_is_named check (tenant <> '') not valid;
