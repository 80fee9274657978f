"""Can each centre keep the promise, and what is missing where not?"""
