create index events_by_user on events ((metadata ->> 'user_id'));
