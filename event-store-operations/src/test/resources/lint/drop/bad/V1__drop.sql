alter table notes drop column text;
