-- event-store:transactional=false
create index concurrently events_by_user on events ((metadata ->> 'user_id'));
