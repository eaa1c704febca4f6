alter table events add column tenant text not null default 'none';
alter table events add column seen_at timestamptz default now();
