"""What readers see: skeleton templates, theme, navigation, search, archive.

Pages of the tree render its templates by name (`story.html`); pages that are not in the tree are its own views. Its
fragments have addresses below `/_f/`.
"""
