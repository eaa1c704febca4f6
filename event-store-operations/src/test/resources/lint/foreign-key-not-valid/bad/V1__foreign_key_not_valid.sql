alter table events add constraint events_tenant foreign key (tenant) references tenants;
