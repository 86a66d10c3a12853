"""What to ask: the question bank, the choice for one person and stage, the pocket card, the preparation."""
