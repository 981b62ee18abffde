"""What readers see of letters: the form, the pages behind the links of mails."""
