create table shop.orders (
  order_id  bigint generated always as identity primary key,
  -- The stream of the order: a row here before the first event would be refused.
  stream_id text collate "C" not null references event_store.streams (stream_id),
  customer  text not null,
  state     text not null default 'PLACED'
);
