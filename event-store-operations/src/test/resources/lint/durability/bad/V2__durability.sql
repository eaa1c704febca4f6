alter role orders_app set synchronous_commit to 'off';
