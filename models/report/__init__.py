"""The report on the exported models: `python3 -m models.report`."""
