alter table events alter column tenant set not null;
