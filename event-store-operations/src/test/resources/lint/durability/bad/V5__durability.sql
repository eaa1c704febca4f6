do $$ begin set local synchronous_commit = off; end $$;
