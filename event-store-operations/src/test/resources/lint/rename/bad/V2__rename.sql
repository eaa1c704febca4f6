alter table notes rename to remarks;
