alter table events add column source text not null;
