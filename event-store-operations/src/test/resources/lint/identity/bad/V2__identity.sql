alter table events alter column position drop identity;
