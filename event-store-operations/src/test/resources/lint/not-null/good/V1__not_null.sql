alter table events add constraint tenant_is_known check (tenant is not null) not valid;
