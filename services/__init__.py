"""What people do: open, answer, freeze, sign, print, hand over. Knows the rules, the forms and the store, not HTTP."""
