create rule hide as on insert to events do instead nothing;
