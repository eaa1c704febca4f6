alter table notes add primary key (id);
