select 'it's';
