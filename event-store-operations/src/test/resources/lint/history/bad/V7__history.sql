alter table events drop column metadata;
