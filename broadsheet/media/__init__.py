"""Pictures with alt text, credit and licence, and the sizes in which pages show them."""
