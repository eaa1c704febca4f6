alter table events add column region text references regions;
