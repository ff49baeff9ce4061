"""What the emulator plays: built-in stories, one thing changed, and the picker."""
