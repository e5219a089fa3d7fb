"""What is measured, side by side in one run: `make bench`. One module for each subject, `__main__` runs them all."""
