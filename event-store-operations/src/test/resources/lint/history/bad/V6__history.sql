insert into events (stream_id) values ('order-1');
