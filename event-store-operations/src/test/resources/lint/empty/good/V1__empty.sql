-- Written.
select 1;
