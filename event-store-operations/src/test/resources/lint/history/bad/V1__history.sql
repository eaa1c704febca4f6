update events set metadata = '{}' where event_type = 'OrderPlaced';
