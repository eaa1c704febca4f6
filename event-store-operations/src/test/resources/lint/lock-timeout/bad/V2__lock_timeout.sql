set local lock_timeout to '5min';
