"""The right next story: which stories go with a story."""
