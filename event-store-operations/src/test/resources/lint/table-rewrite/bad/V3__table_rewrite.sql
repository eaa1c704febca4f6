alter table events add column kind text generated always as (metadata ->> 'kind') stored;
