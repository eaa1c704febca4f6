alter table events add column tenant text;
