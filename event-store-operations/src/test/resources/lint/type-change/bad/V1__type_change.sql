alter table events alter column tenant type varchar(40);
