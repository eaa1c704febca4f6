with gone as (delete from only event_store.streams returning *) select count(*) from gone;
