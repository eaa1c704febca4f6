alter table events add column trace uuid default gen_random_uuid();
