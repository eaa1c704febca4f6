alter table events drop constraint events_position_is_unique;
