set local lock_timeout = '500ms';
set local statement_timeout = '5min';
