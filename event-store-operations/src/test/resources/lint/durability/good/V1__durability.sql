set local work_mem = '256MB';
set local synchronous_commit = on;
