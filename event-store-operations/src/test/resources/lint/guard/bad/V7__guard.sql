alter table event_store.events enable row level security;
