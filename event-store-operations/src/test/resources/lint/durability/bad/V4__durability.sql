alter table events set unlogged;
