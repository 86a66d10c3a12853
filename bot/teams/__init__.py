"""The coach in Microsoft Teams: the edge, the adapter, the sender and the cards."""
