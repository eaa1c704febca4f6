alter table events alter column position set statistics 1000;
