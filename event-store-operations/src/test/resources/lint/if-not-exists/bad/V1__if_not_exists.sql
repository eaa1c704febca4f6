alter table events add column if not exists tenant text;
