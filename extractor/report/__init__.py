"""Pages for people: findings with their evidence."""
