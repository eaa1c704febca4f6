alter table events alter column tenant set not null;
alter table events drop constraint tenant_is_known;
