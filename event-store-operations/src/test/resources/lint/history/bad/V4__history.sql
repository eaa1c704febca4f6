drop table if exists "events" cascade;
