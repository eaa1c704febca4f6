create table removed (id uuid primary key);
insert into removed select event_id from events where event_type = 'it''s; delete from events';
create function note() returns trigger language plpgsql as $$ begin /* delete from events */ return new; end $$;
create trigger note after insert on events for each row execute function note();
grant select on events to orders_reader;
delete from audit.events;
