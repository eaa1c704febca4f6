alter table events alter tenant set data type bigint using tenant::bigint;
