do $$ begin execute 'alter table events alter position restart'; end $$;
