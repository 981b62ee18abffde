"""The moderators' desk: the queue, one reply with all around it, bans, rules and their rehearsal."""
