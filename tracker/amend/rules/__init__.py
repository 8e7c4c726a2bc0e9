"""Reading amendatory instructions of Federal Register documents, with the text they show."""
