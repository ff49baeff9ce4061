"""What the emulator plays: the picker, the stories, behaviours as text, and the scenario of a run."""
