"""What readers see: skeleton templates, theme, navigation, the search page."""
