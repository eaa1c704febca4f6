alter table events disable trigger all;
