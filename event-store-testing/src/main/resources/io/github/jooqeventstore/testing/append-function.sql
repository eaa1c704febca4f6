-- An append as somebody writes it who has PL/pgSQL and not the library: moves the head, then writes one event after the other,
-- and takes its time between them.
create function torture_append(stream text, ids uuid[], types text[], pause double precision)
returns bigint language plpgsql as $$
declare
  head bigint;
begin
  insert into streams as s (stream_id, version) values (stream, cardinality(ids))
    on conflict (stream_id) do update set version = s.version + cardinality(ids)
    returning s.version into head;
  for i in 1 .. cardinality(ids) loop
    perform pg_sleep(pause);
    insert into events (stream_id, version, event_id, event_type, event_data)
      values (stream, head - cardinality(ids) + i, ids[i], types[i], '{"by": "function"}');
  end loop;
  return head;
end
$$
