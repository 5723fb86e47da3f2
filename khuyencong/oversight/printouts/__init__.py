"""What each paper of this part contains."""
