alter table events add check (tenant <> '');
