do $$
begin
  if true then
    alter table events disable trigger all;
  end if;
end $$;
