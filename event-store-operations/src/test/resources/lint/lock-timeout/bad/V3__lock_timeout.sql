select set_config('lock_timeout', '10s', true);
