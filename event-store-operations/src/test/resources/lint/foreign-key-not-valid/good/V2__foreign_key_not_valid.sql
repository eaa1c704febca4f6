alter table events validate constraint events_tenant;
