do $$ begin execute 'delete from events'; end $$;
